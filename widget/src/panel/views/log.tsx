import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Face } from "../../paper/face";
import { Cord } from "../../paper/mark";
import type { Line } from "../lines";
import type { Session } from "../session";
import type { State } from "../state";
import type { Later } from "../ties";
import { words } from "../words";
import { Entry } from "./entries";

interface LogProps {
  readonly session: Session;
  readonly lines: readonly Line[];
  readonly down: boolean;
  /** The visitor has the panel before their eyes. */
  readonly looking: boolean;
  readonly later: Later | null;
  readonly now: number;
}

/** So near to the end, one reads the end. */
const NEAR = 32;

/** The log. It follows its end while one reads there, and otherwise never moves under the reader. */
export function Log({ session, lines, down, looking, later, now }: LogProps) {
  const { state } = session;
  const log = useRef<HTMLDivElement>(null);
  const kept = useRef({ atEnd: true, first: 0, height: 0, newest: "" });
  const [atEnd, setAtEnd] = useState(true);
  const first = state.talk?.entries[0]?.seq ?? 0;
  const newest = lines.at(-1)?.key ?? "";

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const was = kept.current;
    const ownWords = newest !== was.newest && lines.at(-1)?.kind === "own";
    if (was.atEnd || ownWords) box.scrollTop = box.scrollHeight;
    else if (first < was.first) box.scrollTop += box.scrollHeight - was.height;
    kept.current = { atEnd: isAtEnd(box), first, height: box.scrollHeight, newest };
    setAtEnd(kept.current.atEnd);
    if (looking && kept.current.atEnd) session.read();
  });
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    // The box to write in grows, or a phone's keys come up: who read the end still reads it.
    const watch = new ResizeObserver(() => {
      if (kept.current.atEnd) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (looking) log.current?.querySelector(".new")?.scrollIntoView({ block: "nearest" });
  }, [looking]);

  const scrolled = () => {
    if (!log.current) return;
    kept.current.atEnd = isAtEnd(log.current);
    setAtEnd(kept.current.atEnd);
  };
  const unread = unreadCount(state);
  return (
    <div class="reading">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="log" role="log" aria-label={words.log} tabIndex={0} ref={log} onScroll={scrolled}>
        <div class="push" />
        {state.talk?.earlier && (
          <button type="button" class="text u earlier" onClick={() => session.earlier()}>
            {words.earlier}
          </button>
        )}
        {lines.map((line) => (
          <Entry key={line.key} line={line} now={now} later={later} onAgain={(id) => session.tryAgain(id)} />
        ))}
        {!down && <Waiting session={session} later={later} />}
        {!session.outbox.lasting && <p class="event">{words.notLasting}</p>}
        {state.typing && (
          <p class="typing">
            <span class="dots">
              <i />
              <i />
              <i />
            </span>
            {words.writing(state.typing)}
          </p>
        )}
      </div>
      {!atEnd && unread > 0 && (
        <button
          type="button"
          class="btn jump"
          onClick={() => log.current?.scrollTo({ top: log.current.scrollHeight })}
        >
          {words.jump(unread)}
        </button>
      )}
      {down && (
        <p class="event dropped" role="status">
          <Cord />
          <span>{words.trying}</span>
        </p>
      )}
    </div>
  );
}

/** Messages of the team that the visitor has not seen. */
export function unreadCount({ talk }: State): number {
  const news = talk?.entries.filter(({ seq, by, body }) => seq > talk.read && isWordOf(by.kind, body.type));
  return news?.length ?? 0;
}

function isWordOf(kind: string, type: string): boolean {
  return kind === "agent" && type === "message";
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

interface WaitingProps {
  readonly session: Session;
  readonly later: Later | null;
}

/** What happens next, while nobody has picked up: in the log, never a wall. With the line down, nothing is known of it. */
function Waiting({ session, later }: WaitingProps) {
  const { talk, presence } = session.state;
  const standing = talk?.standing;
  const kept = presence.ids.length ? words.inLineKept : words.nobodyKept;
  return (
    <>
      {standing?.state === "ringing" && (
        <p class="event" role="status">
          <span class="lead">{standing.faces[0] && <Face of={standing.faces[0]} size="s" />}</span>
          <span>{words.ringingWho(standing.faces)}</span>
        </p>
      )}
      {later && <later.Standing session={session} />}
      {!later && standing?.state === "waiting" && <p class="event">{kept}</p>}
    </>
  );
}
