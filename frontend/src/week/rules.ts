/** What a week's numbers mean on the page: how warm a cell is, whether an hour is short, and which hours there are. */

import { span } from "../../../widget/src/paper/times";
import { longSpan } from "../ui/span";
import type { Hour, Week } from "./api";
import { say } from "./words";

/** Waits up to each of these are one step of the ramp: two thirds of the goal, the goal, four and eight times it. */
export function steps(goalS: number): readonly number[] {
  return [Math.round((goalS * 2) / 3), goalS, goalS * 4, goalS * 8].map((seconds) => seconds * 1_000);
}

/** 0…4: how warm. Where people came and nobody was answered it is as warm as can be. */
export function warmth(hour: Hour, goalS: number): number {
  if (hour.p90_ms === null) return hour.arrivals > 0 ? 4 : 0;
  const step = steps(goalS).findIndex((limit) => Number(hour.p90_ms) <= limit);
  return step === -1 ? 4 : step;
}

/** Whether fewer were there than even the least that is needed: half a person or more, on average. */
export function isShort({ there, needed_low }: Hour): boolean {
  return there !== null && needed_low !== null && needed_low - there >= 0.5;
}

/** Whether there is anything to say of an hour: somebody came, somebody was there, or somebody was missed. */
export function happened(hour: Hour): boolean {
  return hour.arrivals > 0 || (hour.there ?? 0) > 0.5 || isShort(hour);
}

/** The hours of the day worth a row: from the first at which anything was to the last. */
export function hoursShown(week: Week): readonly number[] {
  const any = Array.from({ length: 24 }, (_, hour) =>
    week.hours.some((day) => {
      const found = day[hour];
      return found !== undefined && happened(found);
    }),
  );
  const [first, last] = [any.indexOf(true), any.lastIndexOf(true)];
  return first === -1 ? [] : Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** How many people, as whole ones: a half that is missed is one who is missed. */
export function many(there: number | null): string {
  return there === null ? say.noWait : String(Math.ceil(there - 0.5) + 0);
}

/** "2", or "1 of 2" where that is too few. */
export function staff(hour: Hour): string {
  const there = many(hour.there);
  return isShort(hour) ? say.of(there, String(hour.needed)) : there;
}

/** "2", or "3 (2–4)" where it might as well be fewer or more. */
export function needed({ needed, needed_low, needed_high }: Hour): string {
  if (needed === null || needed_low === null || needed_high === null) return "";
  return say.needed(needed, needed_low, needed_high);
}

/** "40 s", "2 min": rounded up, because it is said that people waited less than this. Null: too few were answered to tell. */
export function wait(ms: number | null): string {
  return ms === null ? say.noWait : span(upwards(ms));
}

/** To whole seconds, and from a minute on to whole minutes, never down. */
function upwards(ms: number): number {
  const grain = ms > 60_000 ? 60_000 : 1_000;
  return Math.ceil(ms / grain) * grain;
}

/** A cell as it is read aloud: all its numbers, as one sentence. */
export function aloud(hour: Hour): string {
  const { arrivals, median_ms, p90_ms, gave_up, there } = hour;
  const parts: string[] = [arrivals === 0 ? say.quiet : say.came(arrivals)];
  if (arrivals > 0) parts.push(say.waits(told(p90_ms), told(median_ms)));
  if (gave_up > 0) parts.push(say.leftOff(gave_up));
  if (there !== null)
    parts.push(hour.needed === null ? say.here(many(there)) : say.hereOf(many(there), needed(hour)));
  return parts.join("; ");
}

function told(ms: number | null): string {
  return ms === null ? say.unknown : longSpan(upwards(ms));
}
