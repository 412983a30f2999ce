/** Languages by their codes, and by their names in English. */

const NAMES = new Intl.DisplayNames("en-GB", { type: "language", fallback: "none" });
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** A language's name; its code where it has none here. */
export function nameOf(code: string): string {
  return NAMES.of(code) ?? code;
}

/** Every language of two letters that the browser has a name for, by that name. */
export function allLanguages(): readonly string[] {
  return LETTERS.flatMap((one) => LETTERS.map((other) => one + other))
    .filter((code) => NAMES.of(code) !== undefined)
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}
