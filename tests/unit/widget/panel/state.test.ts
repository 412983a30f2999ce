import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursor, goesOn, missing, NOTHING, reduce, type State } from "../../../../widget/src/panel/state";
import type { VisitorEvent } from "../../../../widget/src/wire/wire";
import { ANA, HAPPENINGS, type Happening, History, lawful, PAGE, stands, TOM } from "./history";

const events = (state: State, told: readonly VisitorEvent[]) => told.reduce<State>(reduce, state);

/** What happens, and what the network does to the telling of it. */
const steps = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<("say" | "reply" | "pick_up")[]>("say", "reply", "pick_up") },
      { weight: 3, arbitrary: fc.constantFrom<(Happening | "reconnect")[]>(...HAPPENINGS, "reconnect") },
    ),
    fate: fc.constantFrom("told", "told", "lost", "doubled"),
  }),
  { maxLength: 80, size: "max" },
);

function reconnected(state: State, history: History): State {
  const { talk } = state;
  return reduce(state, history.welcome(talk?.id ?? null, talk ? cursor(talk) : 0));
}

/** Asks for what is missing until nothing is, as the session does. */
function caughtUp(state: State, history: History): State {
  let now = state;
  for (let tries = 0; tries < 100; tries++) {
    const after = missing(now);
    if (after === null || now.talk?.id !== history.id) return now;
    now = reduce(now, history.fetched(after));
  }
  throw new Error("what is missing never comes");
}

describe("old state + events = fresh state", () => {
  it("however the telling is split by reconnects", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        for (const { what } of story) {
          if (what === "reconnect") state = reconnected(state, history);
          else state = caughtUp(events(state, history.happen(what)), history);
        }
        expect(lawful(state)).toEqual(lawful(reduce(NOTHING, history.welcome())));
      }),
    );
  });

  it("after a reconnect, whatever was lost or doubled before it", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        let deaf = false;
        for (const { what, fate } of story) {
          if (what === "reconnect") {
            // Every other time the line is up again, and else it has just gone dead.
            if (deaf) state = reconnected(state, history);
            deaf = !deaf;
          } else {
            const told = history.happen(what);
            if (!deaf && fate !== "lost")
              state = events(state, fate === "doubled" ? [...told, ...told] : told);
          }
        }
        expect(lawful(reconnected(state, history))).toEqual(lawful(reduce(NOTHING, history.welcome())));
      }),
      { numRuns: 300 },
    );
  });

  it("for the log alone, already after a beat, without a reconnect", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        for (const { what, fate } of story) {
          if (what === "reconnect" || what === "leave") continue;
          const told = history.happen(what);
          if (fate !== "lost") state = events(state, fate === "doubled" ? [...told, ...told] : told);
        }
        state = caughtUp(reduce(state, history.beat()), history);
        if (state.talk) expect(state.talk.entries).toEqual(history.entries);
      }),
    );
  });

  it("whichever comes first, where the conversation stands or the entries that made it so", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        for (const { what, fate } of story) {
          if (what === "reconnect") continue;
          const told = history.happen(what);
          const stands = told.filter(({ type }) => type === "standing");
          const others = told.filter(({ type }) => type !== "standing");
          state = events(state, fate === "doubled" ? [...stands, ...others] : [...others, ...stands]);
          expect(lawful(state)).toEqual(lawful(reduce(NOTHING, history.welcome())));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("for how the answer shall come, from the entry alone: who chose another way must not see the old one again", () => {
    const history = new History();
    const state = events(NOTHING, [history.welcome(), ...history.happen("say")]);
    const told = history.happen("choose").filter(({ type }) => type !== "standing");
    const reach = reduce(NOTHING, history.welcome()).talk?.standing.reach;
    expect(reach).not.toEqual(state.talk?.standing.reach);
    expect(events(state, told).talk?.standing.reach).toEqual(reach);
  });

  it("for who has the conversation, from the entries alone", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        for (const { what } of story) {
          if (what === "reconnect") continue;
          state = events(
            state,
            history.happen(what).filter(({ type }) => type !== "standing"),
          );
          const standing = reduce(NOTHING, history.welcome()).talk?.standing;
          if (standing?.state !== "engaged" && standing?.state !== "held") continue;
          expect(state.talk?.standing).toMatchObject({ state: standing.state, faces: standing.faces });
        }
      }),
    );
  });

  it("keeps the log without gap or double in every moment", () => {
    fc.assert(
      fc.property(steps, (story) => {
        const history = new History();
        let state = reduce(NOTHING, history.welcome());
        for (const { what, fate } of story) {
          if (what === "reconnect") state = reconnected(state, history);
          else if (fate !== "lost") state = events(state, history.happen(what));
          else history.happen(what);
          const seqs = state.talk?.entries.map(({ seq }) => seq) ?? [];
          expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
        }
      }),
    );
  });
});

describe("the state", () => {
  it("reads history backwards until there is none", () => {
    const history = new History();
    for (let i = 0; i < 3 * PAGE; i++) history.happen("say");
    let state = reduce(NOTHING, history.welcome());
    expect(state.talk?.entries).toHaveLength(PAGE);
    while (state.talk?.earlier) state = reduce(state, history.earlier(state.talk.entries[0]?.seq ?? 0));
    expect(state.talk?.entries).toEqual(history.entries);
    expect(reduce(state, history.earlier(3))).toEqual(state);
  });

  it("knows where the conversation stands though only the entries told it", () => {
    const history = new History();
    const state = events(NOTHING, [history.welcome(), ...history.happen("say")]);
    const stands = (...whats: Happening[]) =>
      whats
        .flatMap((what) => history.happen(what))
        .filter(({ type }) => type !== "standing")
        .reduce<State>(reduce, state).talk?.standing.state;
    expect(stands("pick_up")).toBe("engaged");
    expect(caughtUp(reduce(state, history.beat()), history).talk?.standing.faces).toEqual([ANA]);
  });

  it("knows so of being held, taken up again and taken over, too", () => {
    const history = new History();
    const start = events(NOTHING, [
      history.welcome(),
      ...history.happen("say"),
      ...history.happen("pick_up"),
    ]);
    const body = { type: "took_over", after: ANA } as const;
    const entry = { seq: 3, at: 1, by: TOM, id: null, body };
    const dropped = { ...entry, by: ANA, body: { type: "line_dropped" } } as const;
    const added = (...entries: (typeof entry | typeof dropped)[]) =>
      events(
        start,
        entries.map((one, i) => ({ type: "entry", conversation: history.id, entry: { ...one, seq: 3 + i } })),
      ).talk?.standing;
    expect(added(dropped)?.state).toBe("waiting");
    expect(added(dropped, entry)).toMatchObject({ state: "engaged", faces: [TOM] });
    const [held] = history.happen("hold");
    const [resumed] = history.happen("resume");
    const put = events(start, held ? [held] : []);
    expect(put.talk?.standing).toMatchObject({ state: "held", faces: [ANA] });
    expect(events(put, resumed ? [resumed] : []).talk?.standing.state).toBe("engaged");
  });

  it("is not told of a conversation other than its own", () => {
    const history = new History();
    const state = events(NOTHING, [history.welcome(), ...history.happen("say")]);
    const standing = stands({ state: "left" });
    expect(reduce(state, { type: "standing", conversation: "conversation-9", standing })).toEqual(state);
    expect(reduce(state, { type: "typing", conversation: "conversation-9", by: ANA })).toEqual(state);
  });

  it("learns of a conversation that another tab began", () => {
    const history = new History();
    const state = reduce(NOTHING, history.welcome());
    const told = history.happen("say").filter(({ type }) => type !== "acked");
    expect(events(state, told).talk?.id).toBe(history.id);
  });

  it("takes the conversation that took the visitor's words for theirs, though nothing else is told of it", () => {
    const history = new History();
    let state = events(NOTHING, [history.welcome(), ...history.happen("say"), ...history.happen("leave")]);
    state = events(
      state,
      history.happen("say").filter(({ type }) => type === "acked"),
    );
    expect([state.talk?.id, goesOn(state), missing(state)]).toEqual([history.id, true, 0]);
  });

  it("is as new after leaving and being done with it", () => {
    const history = new History();
    let state = events(NOTHING, [history.welcome(), ...history.happen("say")]);
    const conversation = history.id;
    state = events(state, history.happen("leave"));
    state = reduce(state, {
      type: "left",
      id: "leave-01",
      departure: "d",
      number: "7K4",
      at: 1,
      conversation,
    });
    expect([goesOn(state), state.left?.number]).toEqual([false, "7K4"]);
    state = reduce(state, { type: "thanked", id: "why-0001", departure: "d" });
    expect(state.thanked).toBe(true);
    expect(lawful(reduce(state, { type: "forget" }))).toEqual(lawful(reduce(NOTHING, history.welcome())));
  });

  it("hushes whoever has written what they were writing", () => {
    const history = new History();
    let state = events(NOTHING, [history.welcome(), ...history.happen("say"), ...history.happen("pick_up")]);
    state = events(state, history.happen("look"));
    expect(state.typing).toEqual(ANA);
    expect(events(state, history.happen("reply")).typing).toBeNull();
    expect(reduce(state, { type: "hush" }).typing).toBeNull();
  });
});
