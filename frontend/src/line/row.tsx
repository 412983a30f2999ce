import { called } from "../../../widget/src/paper/names";
import { clock, sameDay, span } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { unread } from "../desk/order";
import type { Desk } from "../desk/state";
import { teamNames, VisitorFace } from "../person/names";
import { useNow } from "../ui/tick";
import * as words from "../words";
import { Reaching } from "./reaching";
import { whyOf } from "./why";

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
  const waits = row.state === "waiting" || row.state === "ringing";
  const late = waits && row.promise?.broken ? " late" : "";
  return (
    <>
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
        <span class={`w${late}`}>
          {row.since !== null && waits ? (
            <Wait since={row.since - skew} />
          ) : (
            <When at={row.last?.at ?? row.changed} />
          )}
        </span>
        <span class={`s${fresh ? " fresh" : ""}`} dir="auto">
          {spoken(row, desk)}
        </span>
        {why && (
          <span class={`why${late}`} title={why}>
            {why}
          </span>
        )}
      </a>
      <Reaching row={row} />
    </>
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
    by.kind === "visitor" ? "" : by.id === desk.me.id ? words.list.you : called(by.name, teamNames(desk));
  if (kind === "note") return words.list.noteOf(who, text);
  return who ? `${who}: ${text}` : text;
}
