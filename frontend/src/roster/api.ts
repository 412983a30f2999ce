/** Who has whom: what the API has of it. */

import { call, type Priority, site } from "../api";

export interface RosterAgent {
  readonly id: string;
  readonly name: string;
  /** Whether they still answer; who does not can be given nobody. */
  readonly active: boolean;
  /** How many visitors have them as their person, and as that person's backup. */
  readonly primary: number;
  readonly backup: number;
}

export interface Roster {
  readonly cap: number;
  readonly agents: readonly RosterAgent[];
}

export interface Known {
  readonly id: string;
  readonly name: string;
  readonly nameless: boolean;
  readonly person: string | null;
  readonly backup: string | null;
  readonly priority: Priority;
  readonly seen: number;
}

export interface Visitors {
  readonly visitors: readonly Known[];
  /** Asks for those seen before these; null: there are none. */
  readonly next: string | null;
}

/** Whose visitors: everybody's, one agent's, or those without a person. */
export type Whose = "all" | "none" | (string & {});

export interface Search {
  readonly whose: Whose;
  readonly text: string;
  readonly before?: string;
}

export type KnownChange = Partial<Pick<Known, "person" | "backup" | "priority">>;

export const roster = {
  all: (key: string) => call<Roster>("GET", `${site(key)}/roster`),
  visitors: (key: string, { whose, text, before }: Search) => {
    const asked = new URLSearchParams();
    if (whose !== "all") asked.set("agent", whose);
    if (text !== "") asked.set("q", text);
    if (before !== undefined) asked.set("before", before);
    const query = asked.size > 0 ? `?${asked}` : "";
    return call<Visitors>("GET", `${site(key)}/roster/visitors${query}`);
  },
  change: (key: string, id: string, change: KnownChange) =>
    call<Known>("PATCH", `${site(key)}/visitors/${encodeURIComponent(id)}`, change),
  move: (key: string, from: string, to: string) =>
    call<unknown>("POST", `${site(key)}/roster/move`, { from, to }),
};
