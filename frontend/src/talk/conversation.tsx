/** One conversation: who it is with, what was said, and where to write. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { cross, Icon } from "../../../widget/src/paper/icons";
import { useConsole, useView } from "../console";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { pathTo } from "../route";
import * as words from "../words";
import { Asking } from "./asking";
import { Composer } from "./composer";
import { Drafts, type Kind } from "./drafts";
import { Head } from "./head";
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
      <Head seat={seat} desk={desk} row={row} stance={stance} onAbout={onAbout} />
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
      <Asking seat={seat} desk={desk} row={row} />
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
