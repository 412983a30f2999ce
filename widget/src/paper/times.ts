/** Times as people say them: 24 hours, the day in words, in the reader's own zone. */

const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const DATE_AND_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** "9:41" */
export function clock(at: number): string {
  const time = new Date(at);
  return `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
}

/** "Today", "Yesterday", "Thursday 14 May", and with its year when that is another. */
export function day(at: number, now: number): string {
  const then = new Date(at);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  if (then.toDateString() === today.toDateString()) return "Yesterday";
  const date = then.getFullYear() === new Date(now).getFullYear() ? DATE : DATE_AND_YEAR;
  return `${WEEKDAY.format(then)} ${date.format(then)}`;
}

/** A moment to come, within a sentence: "at 14:00", "tomorrow, Friday, at 9:00", "on Monday 18 May at 9:00". */
export function when(at: number, now: number): string {
  const tomorrow = new Date(now);
  tomorrow.setDate(tomorrow.getDate() + 1);
  const next = sameDay(at, tomorrow.getTime());
  const date = next ? `tomorrow, ${WEEKDAY.format(at)}, ` : sameDay(at, now) ? "" : `on ${day(at, now)} `;
  return `${date}at ${clock(at)}`;
}

/** Whether two moments are on one day here. */
export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** How long, in the one unit that matters: "20 s", "4 min", "2 h", "3 days". */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? "1 day" : `${days} days`;
}
