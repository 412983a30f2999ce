/** What I may do in a conversation now, and why not the rest. */

import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Desk } from "../desk/state";
import { nameOf } from "../person/names";
import { words } from "../words";

export interface Stance {
  readonly canReply: boolean;
  readonly canPickUp: boolean;
  readonly canClose: boolean;
  /** Why I may not reply, or what replying does beyond sending. */
  readonly why: string | null;
}

export function stanceOf(row: AgentRow, desk: Desk): Stance {
  const no = { canReply: false, canPickUp: false, canClose: false };
  const mine = row.agent === desk.me.id;
  switch (row.state) {
    case "waiting":
      return { ...no, canPickUp: true, why: words.compose.waiting };
    case "ringing":
      return mine
        ? { ...no, canPickUp: true, why: words.compose.waiting }
        : { ...no, why: words.compose.ringsOther(nameOf(desk, row.agent)) };
    case "engaged":
      return mine
        ? { canReply: true, canPickUp: false, canClose: true, why: null }
        : { ...no, why: words.compose.theirs(nameOf(desk, row.agent)) };
    case "closed":
      return { ...no, canReply: true, why: words.compose.closed };
    case "left":
      return { ...no, why: words.compose.left(row.visitor.name) };
  }
}
