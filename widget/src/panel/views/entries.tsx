import { Face } from "../../paper/face";
import { Mark } from "../../paper/mark";
import { Markup, Plain } from "../../paper/markup";
import { clock, day } from "../../paper/times";
import type { PublicEntry } from "../../wire/wire";
import type { Line, Own } from "../lines";
import { names, words } from "../words";

interface EntryProps {
  readonly line: Line;
  readonly now: number;
  readonly onAgain: (id: string) => void;
}

/** One line of the log. */
export function Entry({ line, now, onAgain }: EntryProps) {
  switch (line.kind) {
    case "day":
      return <p class="day">{day(line.at, now)}</p>;
    case "new":
      return <p class="day new">{words.new}</p>;
    case "event":
      return <Event entry={line.entry} />;
    case "theirs":
      return <Theirs entry={line.entry} first={line.first} />;
    case "own":
      return <Mine line={line} onAgain={onAgain} />;
  }
}

/** An outline until it is durable, then it fills. */
function Mine({ line, onAgain }: { readonly line: Own; readonly onAgain: (id: string) => void }) {
  return (
    <div class={`own ${line.state}${line.close ? " close" : ""}`}>
      <p class="words" dir="auto">
        <span class="unseen">{words.you}: </span>
        <Plain text={line.text} />
      </p>
      {line.note && (
        <p class={line.state === "failed" ? "state bad" : "state num"}>
          {line.note}
          {line.state === "failed" && (
            <button type="button" class="text u" onClick={() => onAgain(line.key)}>
              {words.tryAgain}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function Theirs({ entry, first }: { readonly entry: PublicEntry; readonly first: boolean }) {
  const { by, at, body } = entry;
  if (body.type !== "message") return null;
  return (
    <div class={`theirs${first ? "" : " close"}`}>
      {first && <Face of={by} />}
      {first && (
        <p class="by num">
          <b>
            <bdi>{names([by])}</bdi>
          </b>
          {clock(at)}
        </p>
      )}
      <div class="words" dir="auto">
        {body.html === null ? <Plain text={body.text} /> : <Markup html={body.html} />}
      </div>
    </div>
  );
}

/** What happened on the line: bold act, plain reason. */
function Event({ entry: { by, body } }: { readonly entry: PublicEntry }) {
  const who = by.kind === "agent" ? names([by]) : null;
  const [act, then, lifted] = happened(body.type, who);
  return (
    <p class="event">
      <span class="lead">
        <Mark lifted={lifted} width={16} />
      </span>
      <span>
        <b>{act}</b> {then}
      </span>
    </p>
  );
}

function happened(type: PublicEntry["body"]["type"], who: string | null): [string, string, boolean] {
  switch (type) {
    case "picked_up":
      return [words.pickedUp(who ?? words.somebody), "", true];
    case "line_dropped":
      return [words.lineDropped(who ? `${who}’s` : words.their), words.youGoFirst, false];
    case "closed":
      return [words.putDown(who ?? words.they), words.writeAnyTime, false];
    case "reopened":
      return [words.reopened, "", true];
    default:
      return [words.departed, words.nothingMore, false];
  }
}
