import { called } from "../../../widget/src/paper/names";
import { clock, sameDay, span } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { unread } from "../desk/order";
import type { Desk } from "../desk/state";
import { nameOf, teamNames, VisitorFace } from "../person/names";
import { reasonOf } from "../reasons";
import { useNow } from "../ui/tick";
import { words } from "../words";

interface RowProps {
  readonly row: AgentRow;
  readonly desk: Desk;
  readonly skew: number;
  readonly href: string;
  readonly current: boolean;
}

/** One conversation of the line: who, since when, their words, and why it is here. */
export function Row({ row, desk, skew, href, current }: RowProps) {
  const fresh = unread(row);
  const why = whyOf(row, desk);
  return (
    <a
      href={href}
      class={`p${current ? " on" : ""}`}
      aria-current={current ? "page" : undefined}
      data-row={row.id}
    >
      <VisitorFace of={row.visitor} size="l" />
      <span class="n">
        <bdi>{row.visitor.name}</bdi>
        {fresh && <span class="dot" role="img" aria-label={words.list.unread} />}
      </span>
      <span class="w">
        {row.since !== null && (row.state === "waiting" || row.state === "ringing") ? (
          <Wait since={row.since - skew} />
        ) : (
          <When at={row.last?.at ?? row.changed} />
        )}
      </span>
      <span class={`s${fresh ? " fresh" : ""}`} dir="auto">
        {spoken(row, desk)}
      </span>
      {why && <span class="why">{why}</span>}
    </a>
  );
}

/** A visitor's true wait, as it grows. */
function Wait({ since }: { readonly since: number }) {
  const now = useNow();
  const wait = span(now - since);
  return (
    <>
      <span class="unseen">{words.list.waitsSince(wait)}</span>
      <span aria-hidden="true">{wait}</span>
    </>
  );
}

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

function When({ at }: { readonly at: number }) {
  const now = useNow(60_000);
  return <>{sameDay(at, now) ? clock(at) : DATE.format(at)}</>;
}

function spoken(row: AgentRow, desk: Desk): string {
  if (!row.last) return words.list.nothingSaid;
  const { by, kind, text } = row.last;
  const who =
    by.kind !== "agent" ? "" : by.id === desk.me.id ? words.list.you : called(by.name, teamNames(desk));
  if (kind === "note") return words.list.noteOf(who, text);
  return who ? `${who}: ${text}` : text;
}

function whyOf(row: AgentRow, desk: Desk): string | null {
  switch (row.state) {
    case "waiting":
      return row.rank === 0 ? words.list.backInLine : null;
    case "ringing":
      return row.agent === desk.me.id ? words.list.ringingYou : words.list.ringing(nameOf(desk, row.agent));
    case "engaged":
      if (row.agent !== desk.me.id) return nameOf(desk, row.agent);
      return row.because === "first_in_line" ? words.list.wasFirst : sentence(reasonOf(row.because, true));
    case "closed":
      return words.list.closed;
    case "left":
      return words.list.left;
  }
}

function sentence(text: string | null): string | null {
  return text && text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
