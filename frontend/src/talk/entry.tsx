/** One entry of the log, as the team sees it. */

import type { ComponentChildren } from "preact";
import { Face } from "../../../widget/src/paper/face";
import { Icon } from "../../../widget/src/paper/icons";
import { Markup, Plain } from "../../../widget/src/paper/markup";
import { clock } from "../../../widget/src/paper/times";
import type { AgentRow, Connected, TeamEntry } from "../../../widget/src/wire/wire";
import { VisitorFace, visitorName } from "../person/names";
import { lock } from "../ui/icons";
import * as words from "../words";
import { Happening, whoOf } from "./happening";

interface EntryProps {
  readonly entry: TeamEntry;
  readonly row: AgentRow;
  readonly me: string;
  /** The names of the team, among which a first name may not be enough. */
  readonly team: readonly string[];
  /** For a picking up: why it was theirs. */
  readonly because?: Connected | undefined;
  /** Goes on in the group of the entry above, and what goes on in its own. */
  readonly follows?: boolean | undefined;
  readonly next?: TeamEntry | undefined;
}

export function Entry({ entry, row, me, team, because, follows, next }: EntryProps) {
  const { body, by } = entry;
  switch (body.type) {
    case "message":
      return by.kind === "visitor" ? (
        <Theirs entry={entry} row={row} text={body.text} follows={follows} />
      ) : (
        <Ours entry={entry} row={row} me={me} team={team} follows={follows} next={next} />
      );
    case "note":
      return (
        <Slip who={whoOf(by, { me, team })} at={entry.at}>
          <Plain text={body.text} />
        </Slip>
      );
    default: {
      const reader = { me, team, visitor: visitorName(row.visitor) };
      return <Happening entry={entry} body={body} reader={reader} because={because} />;
    }
  }
}

function Theirs({
  entry,
  row,
  text,
  follows,
}: Pick<EntryProps, "entry" | "row" | "follows"> & { readonly text: string }) {
  return (
    <div class={follows ? "theirs follows" : "theirs"}>
      {!follows && <VisitorFace of={row.visitor} />}
      {!follows && (
        <p class="by">
          <b>
            <bdi>{entry.by.name}</bdi>
          </b>
          <time class="num">{clock(entry.at)}</time>
        </p>
      )}
      <div class="talk words" dir="auto">
        <Plain text={text} />
      </div>
    </div>
  );
}

function Ours({ entry, row, me, team, follows, next }: Omit<EntryProps, "because">) {
  const { body, by } = entry;
  if (body.type !== "message") return null;
  const read = isRead(entry, row);
  // What is said of a whole group is said once, below its last.
  const said = next && isRead(next, row) === read;
  return (
    <div class={follows ? "ours follows" : "ours"}>
      <div class="talk say words" dir="auto">
        {body.html === null ? <Plain text={body.text} /> : <Markup html={body.html} />}
      </div>
      {!said && (
        <p class="by t12">
          {by.id !== me && <Face of={by} size="s" />}
          <span>
            <bdi>{whoOf(by, { me, team })}</bdi>, <time class="num">{clock(entry.at)}</time>
            {read && ` · ${words.talk.read}`}
          </span>
        </p>
      )}
    </div>
  );
}

function isRead({ visitor_seq }: TeamEntry, row: AgentRow): boolean {
  return visitor_seq !== null && visitor_seq <= row.visitor_read;
}

interface SlipProps {
  readonly who: string;
  readonly at: number | null;
  readonly state?: string;
  readonly children: ComponentChildren;
}

/** What the team keeps to itself: a dashed yellow slip with a lock and a label. */
export function Slip({ who, at, state = "", children }: SlipProps) {
  return (
    <div class={`note ${state}`}>
      <p class="by t12">
        <Icon of={lock} small />
        <span>
          <b>{words.talk.noteBy}</b> · <bdi>{who}</bdi>
          {at !== null && (
            <>
              , <time class="num">{clock(at)}</time>
            </>
          )}
        </span>
      </p>
      <div class="talk words" dir="auto">
        {children}
      </div>
    </div>
  );
}
