/** What rings for me: a visitor's call, a colleague's "come in, please", or a call that nobody answered. */

import type { AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import { byPlace, partOf } from "./order";
import type { Desk } from "./state";

export interface Call {
  readonly row: AgentRow;
  /** The ring's number, by which it is answered; null where it rings for everybody. */
  readonly offer: number | null;
  /** Set where I am asked into somebody's conversation. */
  readonly asked: AgentMember | null;
}

export function callOf(row: AgentRow, me: string): Call | null {
  if (row.state === "ringing" && row.agent === me) return { row, offer: row.offer, asked: null };
  const part = partOf(row, me);
  if (part?.state === "asked") return { row, offer: part.offer, asked: part };
  // Nobody answered, so it is anybody's who is here, away or not.
  return row.calling_all && row.state === "waiting" ? { row, offer: null, asked: null } : null;
}

/** Everything that rings for me now: what is for me alone first, then in the order of the line. */
export function callsOf(desk: Desk): readonly Call[] {
  const calls: Call[] = [];
  for (const row of desk.rows.values()) {
    const call = callOf(row, desk.me.id);
    if (call) calls.push(call);
  }
  const forAll = ({ offer }: Call) => (offer === null ? 1 : 0);
  return calls.sort((a, b) => forAll(a) - forAll(b) || byPlace(a.row, b.row));
}

/** A conversation that was put before me and no longer is. */
export interface Missed {
  readonly conversation: string;
  /** Who had asked me in, where somebody had. */
  readonly askedBy: string | null;
}

/** Of the rows that changed, the one that was mine, or rang for me, and is nothing of mine now; null for none. */
export function missed(before: Desk | null, changed: readonly AgentRow[]): Missed | null {
  if (!before) return null;
  const me = before.me.id;
  for (const row of changed) {
    const was = before.rows.get(row.id);
    if (!was || row.agent === me || partOf(row, me)) continue;
    const part = partOf(was, me);
    if (part?.state === "asked") return { conversation: row.id, askedBy: part.asked_by?.id ?? null };
    if (was.agent === me) return { conversation: row.id, askedBy: null };
  }
  return null;
}
