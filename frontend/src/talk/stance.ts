/** What I may do in a conversation now, and why not the rest. */

import { called } from "../../../widget/src/paper/names";
import type { AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import { callOf } from "../desk/calls";
import { isIn } from "../desk/order";
import type { Desk } from "../desk/state";
import { nameOf, teamNames } from "../person/names";
import * as words from "../words";

export interface Stance {
  readonly canReply: boolean;
  /** With this offer; null: it waits for anybody; undefined: I may not. */
  readonly pickUp: number | null | undefined;
  /** Whether I may bring somebody in or hand it over. */
  readonly canAsk: boolean;
  readonly canHold: boolean;
  readonly canResume: boolean;
  readonly canStepOut: boolean;
  readonly canClose: boolean;
  /** Why I may not reply, or what replying does beyond sending. */
  readonly why: string | null;
}

const NOTHING: Stance = {
  canReply: false,
  pickUp: undefined,
  canAsk: false,
  canHold: false,
  canResume: false,
  canStepOut: false,
  canClose: false,
  why: null,
};

export function stanceOf(row: AgentRow, desk: Desk): Stance {
  const me = desk.me.id;
  const mine = row.agent === me;
  const inIt = isIn(row, me);
  const owner = nameOf(desk, row.agent);
  const call = callOf(row, me);
  switch (row.state) {
    case "waiting":
      return { ...NOTHING, pickUp: null, why: words.compose.waiting };
    case "ringing":
      // Where the site connects, the first sign of me is enough, and words are one.
      return mine
        ? { ...NOTHING, canReply: desk.mode === "connect", pickUp: row.offer, why: words.compose.ringsYou }
        : { ...NOTHING, why: words.compose.ringsOther(owner) };
    case "engaged":
    case "held": {
      const held = row.state === "held";
      if (inIt) {
        return {
          ...NOTHING,
          canReply: true,
          canAsk: true,
          canHold: mine && !held && !row.members.some(isColleague),
          canResume: mine && held && !isAway(row),
          canStepOut: !mine,
          canClose: mine,
          why: held ? heldWhy(row) : null,
        };
      }
      if (call?.asked) {
        return { ...NOTHING, pickUp: call.offer, why: invitation(call.asked, desk) };
      }
      return { ...NOTHING, why: held ? words.compose.isHeld(owner) : words.compose.theirs(owner) };
    }
    case "closed":
      return { ...NOTHING, canReply: true, why: words.compose.closed };
    case "left":
      return { ...NOTHING, why: words.compose.left(row.visitor.name) };
  }
}

/** Who wants me to come in: a colleague, or the visitor. */
function invitation({ errand, asked_by }: AgentMember, desk: Desk): string {
  if (errand === "fix") return words.compose.askedToFix;
  return words.compose.askedIn(asked_by ? called(asked_by.name, teamNames(desk)) : words.list.somebody);
}

/** While one is in it the visitor is with them, and on hold with nobody. */
function isColleague({ face, state }: AgentMember): boolean {
  return face.kind === "agent" && state === "joined";
}

/** What is held without its visitor there goes on when they are: taken up before, it would only be put aside again. */
function isAway({ absent, visitor, reach }: AgentRow): boolean {
  return absent || (!visitor.online && reach.kind === "here");
}

function heldWhy(row: AgentRow): string {
  if (row.absent) return words.compose.heldUntilBack;
  return isAway(row) ? words.compose.heldAway : words.compose.held;
}
