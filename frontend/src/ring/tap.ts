/** Which events are worth a tap: a visitor's words in a conversation of mine, or that mine are awaited. Nothing sounds for notes or my own acts. */

import type { AgentEvent } from "../../../widget/src/wire/wire";
import { isIn } from "../desk/order";
import type { Desk } from "../desk/state";

export function tapFor(event: AgentEvent, desk: Desk | null): boolean {
  if (event.type === "nudge") return true;
  if (event.type !== "entry" && event.type !== "touched") return false;
  const by = event.type === "entry" ? event.entry.by : event.last.by;
  const kind = event.type === "entry" ? event.entry.body.type : event.last.kind;
  const row = desk?.rows.get(event.conversation);
  return (
    kind === "message" && by.kind === "visitor" && !!desk && row?.state === "engaged" && isIn(row, desk.me.id)
  );
}
