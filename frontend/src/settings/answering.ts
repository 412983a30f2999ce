/** How a site puts its visitors through, and its teams: what the API has of it. */

import { call, type Group, type Hours, type Priority, site } from "../api";

export interface Routing {
  readonly mode: "connect" | "ring";
  readonly ring_s: number;
  readonly overflow_s: number;
  readonly goal_s: number;
  readonly roster_cap: number;
  readonly zone: string;
  readonly hours: Hours;
}

/** The numbers one can set, each with the least and the most it may be. */
export const BOUNDS = {
  ring_s: [5, 120],
  overflow_s: [0, 600],
  goal_s: [5, 600],
  roster_cap: [1, 1000],
} as const;

export type Bounded = keyof typeof BOUNDS;
export const NUMBERS = Object.keys(BOUNDS) as readonly Bounded[];

export const PRIORITIES: readonly Priority[] = [0, 1, 2];

const group = (key: string, id: string) => `${site(key)}/teams/${encodeURIComponent(id)}`;

export const answering = {
  routing: (key: string) => call<Routing>("GET", `${site(key)}/routing`),
  change: (key: string, change: Partial<Routing>) => call<Routing>("PATCH", `${site(key)}/routing`, change),
  addGroup: (key: string, name: string) => call<Group>("POST", `${site(key)}/teams`, { name }),
  changeGroup: (key: string, id: string, change: Partial<Omit<Group, "id">>) =>
    call<Group>("PATCH", group(key, id), change),
  removeGroup: (key: string, id: string) => call<null>("DELETE", group(key, id)),
};
