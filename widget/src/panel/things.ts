/** Everything the team sees of a visitor, for the visitor: the very same list. Pure. */

import type { Facts } from "./facts";
import { lateWords } from "./latewords";
import type { State } from "./state";

/** A thing we know, and where it came from. */
export interface Thing {
  readonly what: string;
  readonly from: string;
}

export function things(state: State, facts: Facts, site: string): Thing[] {
  const page = state.page ?? facts.page;
  const from = (what: string | null | undefined, source: string) => (what ? [{ what, from: source }] : []);
  return [
    ...from(state.me?.name, lateWords.yourName),
    ...(state.me ? state.told : facts.told).map(({ name, value }) => ({
      what: value,
      from: lateWords.fromOwner(name, site),
    })),
    ...from(page && (page.title || page.url), lateWords.thePage),
    ...from(facts.language && spoken(facts.language), lateWords.language),
    ...from(facts.zone, lateWords.zone),
  ];
}

/** "en-GB" as "British English". */
function spoken(tag: string): string {
  try {
    return new Intl.DisplayNames("en-GB", { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
