/** The engine's reasons, in words. One it has learned since this page was built is shown as it came. */

import * as words from "./words";

type Numbers = Readonly<Record<string, number>>;

/** `mine`: told to the one it is about, else of them to others. */
export function reasonOf(because: string | null, mine: boolean, numbers: Numbers = {}): string | null {
  if (!because) return null;
  const said = words.reasons[because]?.[mine ? 0 : 1] ?? because.replaceAll("_", " ");
  const { free, capacity } = numbers;
  return free === undefined || capacity === undefined ? said : `${said}; ${words.placesFree(free, capacity)}`;
}
