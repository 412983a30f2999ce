import { Face } from "../../paper/face";
import { Mark } from "../../paper/mark";
import { clock, day } from "../../paper/times";
import type { PublicEntry } from "../../wire/wire";
import type { Line, Own } from "../lines";
import type { Later } from "../ties";
import { names, words } from "../words";

interface EntryProps {
  readonly line: Line;
  readonly now: number;
  /** Null until it is fetched: then words stand as they were typed, and events plainly. */
  readonly later: Later | null;
  readonly onAgain: (id: string) => void;
}

interface Of {
  readonly entry: PublicEntry;
}

/** One line of the log. */
export function Entry({ line, now, later, onAgain }: EntryProps) {
  switch (line.kind) {
    case "day":
      return <p class="day">{day(line.at, now)}</p>;
    case "new":
      return <p class="day new">{words.new}</p>;
    case "event":
      return <Event entry={line.entry} now={now} later={later} />;
    case "theirs":
      return <Theirs entry={line.entry} first={line.first} later={later} />;
    case "own":
      return <Mine line={line} later={later} onAgain={onAgain} />;
  }
}

/** An outline until it is durable, then it fills. */
function Mine({ line, later, onAgain }: Pick<EntryProps, "later" | "onAgain"> & { readonly line: Own }) {
  return (
    <div class={`own ${line.state}${line.close ? " close" : ""}`}>
      <p class="words" dir="auto">
        <span class="unseen">{words.you}: </span>
        {later ? <later.Plain text={line.text} /> : line.text}
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

function Theirs({ entry, first, later }: Of & { readonly first: boolean; readonly later: Later | null }) {
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
        {!later && body.text}
        {later && (body.html === null ? <later.Plain text={body.text} /> : <later.Markup html={body.html} />)}
      </div>
    </div>
  );
}

/** What happened on the line: bold act, plain reason. Until its words are fetched, that much as is true without them. */
function Event({ entry, now, later }: Pick<EntryProps, "now" | "later"> & Of) {
  const { by, body } = entry;
  const plain = body.type === "picked_up" ? words.pickedUp(names([by])) : words.happened;
  const { act, why, face, lifted } = later?.happened(entry, now) ?? { act: plain, why: "", lifted: true };
  return (
    <p class="event">
      <span class="lead">{face ? <Face of={face} size="s" /> : <Mark lifted={lifted} width={16} />}</span>
      <span>
        <b>{act}</b> {why}
      </span>
    </p>
  );
}
