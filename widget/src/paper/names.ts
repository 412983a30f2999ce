/** How a person of the team is spoken of: by their first name, as people do, where the name surely begins with one. */

/** What may open a name without being anybody's. */
const TITLE = /^(?:dr|mr|mrs|ms|mx|prof|sir|dame|the|team)$/iu;

/** "Ana" for Ana Reyes. Dr. Kim, The workshop, or one of two Anas `among` those shown, keep the whole name. */
export function called(name: string, among: readonly string[] = []): string {
  const first = firstOf(name);
  return among.some((other) => other !== name && firstOf(other) === first) ? name : first;
}

function firstOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = words[0] ?? name;
  return words.length > 1 && /^\p{Lu}[\p{L}\p{M}'’-]+$/u.test(first) && !TITLE.test(first) ? first : name;
}
