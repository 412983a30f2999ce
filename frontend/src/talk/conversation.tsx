/** One conversation: who it is with, what was said, and where to write. */

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import { back, cross, Icon } from "../../../widget/src/paper/icons";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { useConsole, useView } from "../console";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { useCommand } from "../keys";
import { nameOf, VisitorFace } from "../person/names";
import { pathTo } from "../route";
import { me as personIcon } from "../ui/icons";
import { Key } from "../ui/key";
import { words } from "../words";
import { Composer } from "./composer";
import { Drafts, type Kind } from "./drafts";
import { Log } from "./log";
import { stanceOf } from "./stance";

interface ConversationProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly id: string;
  readonly onAbout: () => void;
}

export function Conversation({ seat, desk, id, onAbout }: ConversationProps) {
  const { me } = useConsole();
  const view = useView(seat);
  const drafts = useMemo(() => new Drafts(me.user.id, seat.key), [me.user.id, seat.key]);
  const [returned, setReturned] = useState<{ readonly round: number; readonly kind: Kind }>({
    round: 0,
    kind: "reply",
  });
  const takeBack = (kind: Kind, text: string) => {
    const before = drafts.read(id, kind);
    drafts.write(id, kind, before ? `${before}\n${text}` : text);
    // A new composer reads what is kept.
    setReturned({ round: returned.round + 1, kind });
  };
  useEffect(() => seat.show(id), [seat, id]);
  const row = desk.rows.get(id);
  const copy = desk.open.get(id);
  const wrong = view.wrong.get(id);
  if (!row) return <Absent seat={seat} trouble={view.wrong.get("")} />;
  const stance = stanceOf(row, desk);
  return (
    <main class="conv" aria-label={words.talk.label(row.visitor.name)}>
      <Head seat={seat} desk={desk} row={row} canClose={stance.canClose} onAbout={onAbout} />
      {wrong && (
        <p class="strip stop" role="alert">
          <span>{wrong}</span>
          <button type="button" class="tool" aria-label={words.line.dismiss} onClick={() => seat.dismiss(id)}>
            <Icon of={cross} small />
          </button>
        </p>
      )}
      {copy ? (
        <Log seat={seat} view={view} desk={desk} row={row} copy={copy} onTakeBack={takeBack} />
      ) : (
        <p class="reading quiet opening">{words.talk.opening}</p>
      )}
      <Composer
        key={returned.round}
        seat={seat}
        desk={desk}
        row={row}
        stance={stance}
        drafts={drafts}
        first={returned.kind}
      />
    </main>
  );
}

/** Not here yet, or not there at all: a stranger's conversation looks the same as none. */
function Absent({ seat, trouble }: { readonly seat: Seat; readonly trouble: string | undefined }) {
  return (
    <main class="conv empty">
      <p>{trouble ? words.talk.gone : words.talk.opening}</p>
      <a class="btn" href={pathTo(seat.key)}>
        {words.talk.back}
      </a>
    </main>
  );
}

interface HeadProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly canClose: boolean;
  readonly onAbout: () => void;
}

function Head({ seat, desk, row, canClose, onAbout }: HeadProps) {
  const { id } = row;
  const close = useCallback(() => seat.close(id), [seat, id]);
  useCommand("close", canClose ? close : null);
  const owner = row.agent === null ? undefined : desk.team.get(row.agent);
  return (
    <header>
      <a class="tool back" href={pathTo(seat.key)} aria-label={words.talk.back}>
        <Icon of={back} />
      </a>
      <button type="button" class="whom" aria-label={words.talk.about(row.visitor.name)} onClick={onAbout}>
        <VisitorFace of={row.visitor} />
      </button>
      <div class="title">
        <h1 dir="auto">{row.visitor.name}</h1>
        <p class="quiet">{stateOf(row, desk)}</p>
      </div>
      {owner && (
        <Face
          of={{ kind: "agent", id: owner.id, name: owner.name }}
          dot={owner.presence === "available" ? "here" : "away"}
        />
      )}
      <div class="acts">
        <button
          type="button"
          class="btn plain about-button"
          aria-label={words.talk.about(row.visitor.name)}
          onClick={onAbout}
        >
          <Icon of={personIcon} small />
        </button>
        {canClose && (
          <button type="button" class="btn" aria-keyshortcuts="E" onClick={close}>
            {words.talk.close}
            <Key of="E" />
          </button>
        )}
      </div>
    </header>
  );
}

function stateOf(row: AgentRow, desk: Desk): string {
  const mine = row.agent === desk.me.id;
  switch (row.state) {
    case "waiting":
      return words.talk.waiting;
    case "ringing":
      return mine ? words.talk.ringingYou : words.talk.ringingOne(nameOf(desk, row.agent));
    case "engaged":
      return mine ? words.talk.withYou : words.talk.withOne(nameOf(desk, row.agent));
    case "closed":
      return words.talk.closedState;
    case "left":
      return words.talk.leftState;
  }
}
