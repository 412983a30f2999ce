/** Who rings for me, at whichever of my sites. */

import type { AgentRow } from "../../../widget/src/wire/wire";
import { ringsOf } from "../desk/order";
import type { Seat, View } from "../desk/seat";

export interface Ring {
  /** Names this ring: the same conversation may ring again later, under another offer. */
  readonly name: string;
  readonly seat: Seat;
  readonly view: View;
  readonly row: AgentRow;
}

/** The site on the screen first, then by the wait. A dropped line rings nothing: what we know may be old. */
export function allRings(views: readonly (readonly [Seat, View])[], current: string): readonly Ring[] {
  const rings: Ring[] = [];
  for (const [seat, view] of views) {
    if (!view.desk || view.line === "dropped" || view.line === "refused") continue;
    for (const row of ringsOf(view.desk)) {
      rings.push({ name: `${seat.key}/${row.id}/${row.offer}`, seat, view, row });
    }
  }
  const foreign = (ring: Ring) => (ring.seat.key === current ? 0 : 1);
  return rings.sort((a, b) => foreign(a) - foreign(b) || (a.row.since ?? 0) - (b.row.since ?? 0));
}
