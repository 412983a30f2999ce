/** The one conversation: why one is here, what was said, and where to write. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon } from "../../../widget/src/paper/icons";
import { Cord } from "../../../widget/src/paper/mark";
import { called } from "../../../widget/src/paper/names";
import { when } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Seat, View } from "../desk/seat";
import type { Desk } from "../desk/state";
import { namesOf, VisitorFace, visitorName } from "../person/names";
import { Person } from "../person/person";
import { Composer } from "../talk/composer";
import type { Drafts, Kind } from "../talk/drafts";
import { Log } from "../talk/log";
import type { Stance } from "../talk/stance";
import { me as personIcon } from "../ui/icons";
import { useNow } from "../ui/tick";
import * as shared from "../words";
import { begunIn } from "./begun";
import { Leave } from "./leave";
import type { Invitation } from "./translate";
import { words } from "./words";

interface ConversationProps {
  readonly seat: Seat;
  readonly view: View;
  readonly desk: Desk;
  readonly invitation: Invitation;
  readonly drafts: Drafts;
}

/** Whoever is in may reply and note; what else an agent may do with a conversation is not an insider's. */
const WRITES: Stance = {
  canReply: true,
  pickUp: undefined,
  canAsk: false,
  canHold: false,
  canResume: false,
  canStepOut: false,
  canClose: false,
  why: null,
};

export function Conversation({ seat, view, desk, invitation, drafts }: ConversationProps) {
  const [about, setAbout] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (about) page.current?.querySelector<HTMLElement>(".person .shut")?.focus();
  }, [about]);
  const putAway = () => {
    setAbout(false);
    page.current?.querySelector<HTMLElement>(".about-button")?.focus();
  };
  const [returned, setReturned] = useState<{ readonly round: number; readonly kind: Kind }>({
    round: 0,
    kind: "reply",
  });
  const row = desk.rows.get(invitation.conversation);
  const copy = desk.open.get(invitation.conversation);
  if (!row || !copy) return null;
  const takeBack = (kind: Kind, text: string) => {
    const before = drafts.read(row.id, kind);
    drafts.write(row.id, kind, before ? `${before}\n${text}` : text);
    // A new composer reads what is kept.
    setReturned({ round: returned.round + 1, kind });
  };
  return (
    <div class={`within${about ? " about" : ""}`} ref={page}>
      <main class="conv" aria-label={shared.talk.label(row.visitor.name)}>
        <Head seat={seat} desk={desk} row={row} invitation={invitation} onAbout={() => setAbout(!about)} />
        <Why invitation={invitation} />
        <Status view={view} />
        <Log seat={seat} view={view} desk={desk} row={row} copy={copy} onTakeBack={takeBack} />
        {invitation.ended ? (
          <Closed visitor={visitorName(row.visitor)} begun={begunIn(drafts, row.id)} />
        ) : (
          <Composer
            key={returned.round}
            seat={seat}
            desk={desk}
            row={row}
            stance={WRITES}
            drafts={drafts}
            first={returned.kind}
          />
        )}
      </main>
      <Person card={row.visitor} up={view.line === "open"} onClose={putAway} />
    </div>
  );
}

/** Nothing can be written, and nothing that was is gone. */
function Closed({ visitor, begun }: { readonly visitor: string; readonly begun: readonly string[] }) {
  return (
    <>
      <p class="why-not closed">{words.closed(visitor)}</p>
      {begun.map((text) => (
        <p class="why-not" key={text}>
          <span>
            {words.begun} <q dir="auto">{text}</q>
          </span>
        </p>
      ))}
    </>
  );
}

interface HeadProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly invitation: Invitation;
  readonly onAbout: () => void;
}

function Head({ seat, desk, row, invitation: { faces, ended }, onAbout }: HeadProps) {
  const names = useMemo(() => namesOf(faces, desk), [faces, desk]);
  return (
    <header>
      <VisitorFace of={row.visitor} />
      <div class="title">
        <h1 dir="auto">{row.visitor.name}</h1>
        <p class="quiet">{ended ? words.closedNow : words.withWhom(names)}</p>
      </div>
      <div class="acts">
        <button
          type="button"
          class="btn plain about-button"
          aria-label={shared.talk.about(row.visitor.name)}
          onClick={onAbout}
        >
          <Icon of={personIcon} small />
        </button>
        <Leave seat={seat} row={row} />
      </div>
    </header>
  );
}

/** Who asked, why, as whom one appears, and until when. */
function Why({ invitation: { me, asked_by, why, expires } }: { readonly invitation: Invitation }) {
  const now = useNow(60_000);
  return (
    <p class="asked">
      <b>{asked_by ? words.asked(called(asked_by.name)) : words.askedBySomebody}</b>{" "}
      {why && <q dir="auto">{why}</q>} <span class="quiet">{words.appear(me.name)}</span>{" "}
      <span class="quiet">{words.ends(when(expires, now))}</span>
    </p>
  );
}

/** What is true of the line, in words, for as long as it is true. */
function Status({ view: { line, kept, lasting, wrong } }: { readonly view: View }) {
  const trouble = line === "open" && wrong.get("");
  return (
    <div role="status">
      {(line === "dropped" || line === "connecting") && (
        <p class="strip">
          <Cord />
          {words.dropped}
        </p>
      )}
      {kept.length > 0 && !lasting && <p class="strip">{words.notLasting}</p>}
      {trouble && <p class="strip">{trouble}</p>}
    </div>
  );
}
