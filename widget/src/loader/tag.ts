/** What the owner's tag says, and what the server put into this very script. */

/** A site that allows the page we stand on. */
interface Allowed {
  readonly hue: number;
  readonly chroma: number;
  readonly here: boolean;
}

/** The server replaces the string, quotes and all, by an object: key → site. */
const SITES = "__SITES__" as unknown as Record<string, Allowed | undefined>;

export interface Tag {
  readonly key: string;
  /** Where the script came from, and so the panel's home. */
  readonly base: string;
  /** Undefined where the server knows no reason to trust this page, or was not told which page it is. */
  readonly site: Allowed | undefined;
  readonly told: readonly { readonly name: string; readonly value: string }[];
  /** The team this page asks for. */
  readonly team: string | undefined;
  /** The owner shows no launcher, and opens the panel by `Bluephone.open()`. */
  readonly hidden: boolean;
}

export function readTag(script: HTMLScriptElement): Tag {
  const { site: key = "", team, hidden } = script.dataset;
  const told = [...script.attributes]
    .filter(({ name }) => name.startsWith("data-fact-"))
    .map(({ name, value }) => ({ name: name.slice(10), value }));
  return {
    key,
    base: new URL(script.src).origin,
    site: SITES[key],
    told,
    team,
    hidden: hidden != null,
  };
}

/** Tells the owner, in their console and in this one, why the panel cannot stand here. */
export function complain({ key, base }: Tag, problem: "origin_not_allowed" | "framing_refused"): void {
  console.warn(`Blue Phone: ${problem} on ${location.origin}. See ${base}/console/`);
  navigator.sendBeacon(
    `${base}/api/v1/sites/${key}/seen`,
    JSON.stringify({ origin: location.origin, problem }),
  );
}
