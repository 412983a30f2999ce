/**
 * Old state + events = freshly fetched state: the pages' own reducers over what a real server said in random
 * histories, recorded by tests/protocol/test_law.py.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reduce as reduceDesk } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import { NOTHING, reduce as reducePanel, type State } from "../../../widget/src/panel/state";
import type { AgentEvent, VisitorCommand, VisitorEvent } from "../../../widget/src/wire/wire";

interface History {
  seed: number;
  side: "visitor" | "agent";
  frames: { from: string; frame: VisitorCommand | VisitorEvent | AgentEvent }[];
  fresh: (VisitorEvent | AgentEvent)[];
}

const file = process.env.LAW_HISTORIES;
if (!file)
  throw new Error("LAW_HISTORIES names the file of histories; run pytest tests/protocol/test_law.py.");
const histories: History[] = JSON.parse(readFileSync(file, "utf8"));

describe("old state + events = fresh state", () => {
  test.each(histories.filter((h) => h.side === "visitor"))("of a panel, seed $seed", (history) => {
    let old: State = NOTHING;
    for (const { from, frame } of history.frames) {
      if (from === "server") old = reducePanel(old, frame as VisitorEvent);
      if (from === "client" && frame.type === "read")
        old = reducePanel(old, { type: "own_read", seq: frame.seq });
    }
    const fresh = (history.fresh as VisitorEvent[]).reduce<State>(reducePanel, NOTHING);
    expect(lasting(old)).toEqual(lasting(fresh));
    expect(old.talk?.entries.length ?? 0).toBe(old.talk?.head ?? 0);
  });

  test.each(histories.filter((h) => h.side === "agent"))("of a console, seed $seed", (history) => {
    const heard = history.frames.filter((f) => f.from === "server").map((f) => f.frame as AgentEvent);
    const old = heard.reduce<Desk | null>((desk, event) => reduceDesk(desk, event).desk, null);
    const fresh = (history.fresh as AgentEvent[]).reduce<Desk | null>(
      (d, event) => reduceDesk(d, event).desk,
      null,
    );
    expect(old).toEqual(fresh);
  });
});

/** What must be the same; a receipt being shown and a typing sign are this screen's own. */
function lasting({ left, thanked, typing, ...state }: State): unknown {
  return state;
}
