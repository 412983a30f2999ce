/** What I did not answer: told kindly, with one click to be back; and whom I have not written to yet. */

import type { Missed as Lost } from "../desk/calls";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { nameOf, visitorName } from "../person/names";
import { pathTo } from "../route";
import * as words from "../words";

interface MissedProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly missed: Lost | null;
}

export function Missed({ seat, desk, missed }: MissedProps) {
  const { me } = desk;
  if (me.presence !== "away" || me.away_because !== "no_answer") return null;
  return (
    <p class="strip">
      <span>{whatBecameOf(missed, desk)}</span>
      <button type="button" class="btn" onClick={() => seat.setPresence("available", me.capacity)}>
        {words.noAnswer.back}
      </button>
    </p>
  );
}

/** Only what is known to be true of that call by now. */
function whatBecameOf(missed: Lost | null, desk: Desk): string {
  if (missed?.askedBy) return words.noAnswer.asked(nameOf(desk, missed.askedBy));
  const row = missed ? desk.rows.get(missed.conversation) : undefined;
  const name = row && visitorName(row.visitor);
  const other = row?.agent && row.agent !== desk.me.id ? nameOf(desk, row.agent) : null;
  if (other && row?.state === "engaged") return words.noAnswer.pickedUp(other);
  if (other && name && row?.state === "ringing") return words.noAnswer.rings(name, other);
  if (name && row?.state === "waiting") return words.noAnswer.waits(name);
  return words.noAnswer.other;
}

interface NudgesProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly nudged: ReadonlySet<string>;
}

export function Nudges({ seat, desk, nudged }: NudgesProps) {
  return (
    <>
      {[...nudged].map((id) => {
        const row = desk.rows.get(id);
        const name = row && visitorName(row.visitor);
        return (
          name && (
            <p class="strip" key={id}>
              <span>{words.nudge.said(name)}</span>
              <a href={pathTo(seat.key, "line", id)}>{words.nudge.write(name)}</a>
            </p>
          )
        );
      })}
    </>
  );
}
