/** Hours as people write and read them: "9:00", "Mon to Fri 9:00–17:00". Kept in minutes of the day. */

import type { Hours } from "../api";
import { say } from "./words";

const DAY = 24 * 60;

/** One span as it is being typed. `key` tells it from its neighbours while they come and go. */
export interface Typed {
  readonly key: number;
  readonly from: string;
  readonly until: string;
}

export type Draft = readonly (readonly Typed[])[];
export type Fault = keyof typeof say.faults;

/** "9", "930", "9:30", "9.30" and "24:00" are times of the day. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minutes <= DAY ? minutes : null;
}

export function timeOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

let keys = 0;

export function typed(from: number, until: number): Typed {
  keys += 1;
  return { key: keys, from: timeOf(from), until: timeOf(until) };
}

/** Hours to type in; not told begins with an empty week. */
export function draftOf(hours: Hours): Draft {
  return say.days.map((_, day) => (hours[day] ?? []).map(([from, until]) => typed(from, until)));
}

/** What is wrong with one day, if anything. Spans may stand in any order and overlap: the server makes them one. */
export function faultOf(spans: readonly Typed[]): Fault | null {
  const read = spans.map(({ from, until }) => [minutesOf(from), minutesOf(until)] as const);
  if (read.some(([from, until]) => from === null || until === null)) return "time";
  return read.some(([from, until]) => Number(until) <= Number(from)) ? "backwards" : null;
}

/** The hours that were typed; null while something is wrong with them. */
export function hoursOf(draft: Draft): Hours | null {
  if (draft.some((spans) => faultOf(spans))) return null;
  return draft.map((spans) =>
    spans.map(({ from, until }) => [minutesOf(from) ?? 0, minutesOf(until) ?? 0] as const),
  );
}

/** "Mon to Fri 9:00–17:00, Sat 10:00–14:00"; days with the same hours stand together. */
export function inWords(hours: Hours): string {
  const groups: { first: number; last: number; text: string }[] = [];
  hours.forEach((spans, day) => {
    const text = spans.map(([from, until]) => `${timeOf(from)}–${timeOf(until)}`).join(" and ");
    const before = groups.at(-1);
    if (before?.text === text && before.last === day - 1) before.last = day;
    else groups.push({ first: day, last: day, text });
  });
  const told = groups.filter(({ text }) => text !== "");
  if (told.length === 0) return say.untold;
  return told.map(({ first, last, text }) => `${dayRange(first, last)} ${text}`).join(", ");
}

function dayRange(first: number, last: number): string {
  const [one = "", other = ""] = [say.short[first], say.short[last]];
  return first === last ? one : say.range(one, other);
}
