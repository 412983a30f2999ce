/** What rings for me, at whichever of my sites. */

import { type Call, callsOf } from "../desk/calls";
import type { Seat, View } from "../desk/seat";

export interface Ring extends Call {
  /** Names this ring: the same conversation may ring again later, under another offer. */
  readonly name: string;
  readonly seat: Seat;
  readonly view: View;
}

/** The site on the screen first, then by the wait; what a dropped line last told of, too. */
export function allRings(views: readonly (readonly [Seat, View])[], current: string): readonly Ring[] {
  const rings: Ring[] = [];
  for (const [seat, view] of views) {
    for (const call of view.desk ? callsOf(view.desk) : []) {
      const name = `${seat.key}/${call.row.id}/${call.offer ?? `all${call.row.offer}`}`;
      rings.push({ ...call, name, seat, view });
    }
  }
  const foreign = (ring: Ring) => (ring.seat.key === current ? 0 : 1);
  return rings.sort((a, b) => foreign(a) - foreign(b));
}

/** Whether it may be heard. A dropped line rings nothing: what we know may be old. */
export function isHeard({ view }: Ring): boolean {
  return view.line !== "dropped" && view.line !== "refused";
}

/** The ring that is on the screen stays in front while it rings: no other comes under the hand that answers it. */
export function inFront(rings: readonly Ring[], shown: string | undefined): readonly Ring[] {
  const front = rings.find(({ name }) => name === shown);
  return front ? [front, ...rings.filter((ring) => ring !== front)] : rings;
}

/** Picks up. */
export function take({ seat, row, offer }: Ring): void {
  seat.act({ type: "pick_up", conversation: row.id, offer });
}

/** Not now. What rings for everybody goes on ringing for the others, so nobody need be told. */
export function pass({ seat, row, offer }: Ring): void {
  if (offer !== null) seat.act({ type: "decline", conversation: row.id, offer });
}
