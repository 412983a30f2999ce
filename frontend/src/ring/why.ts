/** Why it rings here, in a sentence or two. Nobody's gender is guessed: a name, or "they". */

import { called } from "../../../widget/src/paper/names";
import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Call } from "../desk/calls";
import type { Desk } from "../desk/state";
import { nameOf, teamNames, visitorName } from "../person/names";
import { reasonOf } from "../reasons";
import { longSpan } from "../ui/span";
import * as words from "../words";

export function whyItRings({ row, offer, asked }: Call, desk: Desk): string {
  if (asked?.errand === "fix") {
    const why = row.agent === null ? words.ring.fixAlone : words.ring.fix(nameOf(desk, row.agent));
    const { free, capacity } = asked.numbers;
    return free === undefined || capacity === undefined ? why : `${why} ${words.ring.yours(free, capacity)}`;
  }
  if (asked) {
    const who = asked.asked_by ? called(asked.asked_by.name, teamNames(desk)) : words.list.somebody;
    return asked.errand === "take_over"
      ? words.ring.asksOver(who, asked.why)
      : words.ring.asksIn(who, asked.why);
  }
  if (offer === null) return words.ring.all;
  const reason = reasonOf(row.because, true, row.numbers);
  return reason ? words.ring.because(reason) : words.ring.you;
}

/** How long they have waited by now, and whether that is longer than they were told. In the first second nobody has waited. */
export function waitOf(row: AgentRow, now: number): string | null {
  if (row.since === null || now - row.since < 1_000) return null;
  const wait = longSpan(now - row.since);
  const who = row.visitor.nameless ? words.ring.they : words.ring.has(visitorName(row.visitor));
  return row.promise?.broken ? words.ring.waitedLong(who, wait) : words.ring.waited(who, wait);
}
