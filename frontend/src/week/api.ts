/** An ordinary week of a site: what the API tells of its hours. Nothing here is about any one person. */

import { call, site } from "../api";

export interface Hour {
  readonly arrivals: number;
  /** How long half, and nine in ten, waited for a human word; null: too few were answered to tell. */
  readonly median_ms: number | null;
  readonly p90_ms: number | null;
  readonly gave_up: number;
  /** How many people were there, on average (null: it was never yet that hour), and how many the goal needs, once known. */
  readonly there: number | null;
  readonly needed: number | null;
  readonly needed_low: number | null;
  readonly needed_high: number | null;
}

interface Advice {
  readonly day: number;
  readonly from: number;
  readonly until: number;
  readonly needed: number;
  readonly there: number;
  readonly gave_up: number;
}

export interface Week {
  readonly weeks: number;
  readonly goal_s: number;
  readonly zone: string;
  readonly totals: {
    readonly arrivals: number;
    readonly median_ms: number | null;
    readonly p90_ms: number | null;
    readonly gave_up: number;
    readonly answered: number;
  };
  /** Seven days, Monday first, of twenty-four hours. */
  readonly hours: readonly (readonly Hour[])[];
  readonly advice: readonly Advice[];
  /** Whether there are records enough to say how many people an hour needs. */
  readonly enough: boolean;
}

export const fetchWeek = (key: string, weeks: number) =>
  call<Week>("GET", `${site(key)}/week?weeks=${weeks}`);
