import { useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { down, Icon } from "../../../widget/src/paper/icons";
import { day } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { isIn } from "../desk/order";
import type { Seat, View } from "../desk/seat";
import { type Log as Copy, type Desk, headOf } from "../desk/state";
import { teamNames } from "../person/names";
import { useNow } from "../ui/tick";
import * as words from "../words";
import { arrange } from "./arrange";
import type { Kind } from "./drafts";
import { Entry } from "./entry";
import { useScroll } from "./scroll";
import { Unsent } from "./unsent";

interface LogProps {
  readonly seat: Seat;
  readonly view: View;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly copy: Copy;
  readonly onTakeBack: (kind: Kind, text: string) => void;
}

export function Log({ seat, view, desk, row, copy, onTakeBack }: LogProps) {
  const now = useNow(60_000);
  const fresh = useRef({ read: row.read, head: headOf(copy) }).current;
  const items = useMemo(() => arrange(copy.entries, fresh), [copy.entries, fresh]);
  const team = useMemo(() => teamNames(desk), [desk]);
  const head = headOf(copy);
  const unsent = view.kept.length + view.landed.length;
  const { log, atEnd, below, toEnd, onScroll } = useScroll(copy.entries[0]?.seq ?? 0, head, unsent);
  useReading(seat, row, desk, head, atEnd);
  const writer = view.typing.get(row.id);
  return (
    <div class="reading">
      <div
        class="log"
        role="log"
        aria-label={words.talk.log(row.visitor.name)}
        ref={log}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys.
        tabIndex={0}
      >
        {copy.earlier && (
          <button type="button" class="text earlier" onClick={() => seat.earlier(row.id)}>
            {words.talk.earlier}
          </button>
        )}
        {items.map((item) =>
          item.kind === "day" ? (
            <p class="day" key={item.key}>
              {day(item.at, now)}
            </p>
          ) : item.kind === "fresh" ? (
            <p class="day fresh" key={item.key}>
              {words.talk.fresh}
            </p>
          ) : (
            <Entry
              key={item.key}
              entry={item.entry}
              row={row}
              me={desk.me.id}
              team={team}
              because={item.because}
              follows={item.follows}
              next={item.next}
            />
          ),
        )}
        <Unsent seat={seat} view={view} conversation={row.id} onTakeBack={onTakeBack} />
      </div>
      {below > 0 && (
        <button type="button" class="btn below" onClick={toEnd}>
          <Icon of={down} small />
          {words.talk.newBelow(below)}
        </button>
      )}
      <p class="typing" role="status">
        {writer && (
          <>
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <bdi>{words.talk.typing(writer.name)}</bdi>
          </>
        )}
      </p>
    </div>
  );
}

/**
 * Tells that everything was on a screen: only while this page is looked at, at the log's end. Looking into a
 * colleague's conversation tells nothing: it would look to them as if their visitor's words had been read.
 */
function useReading(seat: Seat, row: AgentRow, desk: Desk, head: number, atEnd: boolean): void {
  const [, look] = useReducer((n: number, _: Event) => n + 1, 0);
  useEffect(() => {
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  const theirs = row.agent !== null && row.state !== "closed" && !isIn(row, desk.me.id);
  const reads =
    !theirs && atEnd && head > row.read && document.visibilityState === "visible" && document.hasFocus();
  useEffect(() => {
    if (reads) seat.read(row.id, head);
  });
}
