/** Everything the team sees of a visitor, for the visitor: the very same list. Pure. */
import type { Facts } from "./session";
import type { State } from "./state";
import { words } from "./words";

/** A thing we know, and where it came from. */
export interface Thing {
  readonly what: string;
  readonly from: string;
}

export function things(state: State, facts: Facts, site: string): Thing[] {
  const page = state.page ?? facts.page;
  const from = (what: string | null | undefined, source: string) => (what ? [{ what, from: source }] : []);
  return [
    ...from(state.me?.name, words.yourName),
    ...(state.me ? state.told : facts.told).map(({ name, value }) => ({
      what: value,
      from: words.fromOwner(name, site),
    })),
    ...from(page && (page.title || page.url), words.thePage),
    ...from(facts.language, words.language),
    ...from(facts.zone, words.zone),
  ];
}
