/** The engine's reasons, in words. One it has learned since this page was built is shown as it came. */

import { words } from "./words";

type Numbers = Readonly<Record<string, number>>;

export function reasonOf(because: string | null, mine: boolean, numbers: Numbers = {}): string | null {
  if (!because) return null;
  const said = inWords(because, mine);
  const { free, capacity } = numbers;
  return free === undefined || capacity === undefined
    ? said
    : `${said}; ${words.reasons.places(free, capacity)}`;
}

function inWords(because: string, mine: boolean): string {
  switch (because) {
    case "first_in_line":
      return words.reasons.first_in_line;
    case "was_theirs":
      return mine ? words.reasons.was_yours : words.reasons.was_theirs;
    case "picked_up":
      return words.reasons.picked_up;
    default:
      return because.replaceAll("_", " ");
  }
}
