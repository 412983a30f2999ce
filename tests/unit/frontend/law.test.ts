/** The law of the reducer: old state + events = freshly fetched state, whatever was dropped, doubled or cut on the way. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { reduce } from "../../../frontend/src/desk/reduce";
import { cursorsOf, type Desk, headOf } from "../../../frontend/src/desk/state";
import type { AgentCommand, AgentEvent } from "../../../widget/src/wire/wire";
import { Office } from "./office";
import { ana, tom } from "./people";

const TALKS = ["talk-aaaa", "talk-bbbb", "talk-cccc"];

class Console {
  desk: Desk | null = null;

  constructor(private readonly office: Office) {
    this.reconnects();
  }

  /** The line drops with all that was on it; a new hello says how far the copies go. */
  reconnects(): void {
    this.office.hears({ type: "hello", site: "ridge", cursors: cursorsOf(this.desk) });
  }

  /** What was opened before is followed still; only what is new here is asked for. */
  opens(conversation: string): void {
    if (!this.desk?.open.has(conversation)) this.office.hears({ type: "open", conversation, after: 0 });
  }

  goesBack(conversation: string): void {
    const log = this.desk?.open.get(conversation);
    const first = log?.entries[0];
    if (log?.earlier && first) this.office.hears({ type: "earlier", conversation, before: first.seq });
  }

  hears(event: AgentEvent): readonly AgentCommand[] {
    const { desk, ask } = reduce(this.desk, event);
    this.desk = desk;
    return ask;
  }
}

type Happening =
  | { readonly what: "office"; readonly act: number; readonly talk: string; readonly text: string }
  | { readonly what: "deliver"; readonly how: "once" | "twice" | "never" }
  | { readonly what: "open"; readonly talk: string }
  | { readonly what: "back"; readonly talk: string }
  | { readonly what: "beat" }
  | { readonly what: "reconnect" };

const ACTS: readonly ((office: Office, talk: string, text: string) => void)[] = [
  (office, id) => office.begins(id),
  (office, id, text) => office.visitorSays(id, text),
  (office, id, text) => office.visitorSays(id, text),
  (office, id) => office.rings(id, ana),
  (office, id) => office.rings(id, tom),
  (office, id, text) => office.pickedUp(id, text.length % 2 ? ana : tom),
  (office, id, text) => office.replies(id, text),
  (office, id, text) => office.notes(id, text),
  (office, id) => office.givesNoAnswer(id),
  (office, id) => office.isHeld(id),
  (office, id) => office.isTakenUp(id),
  (office, id) => office.asksIn(id),
  (office, id) => office.joins(id),
  (office, id) => office.escalates(id),
  (office, id) => office.closes(id),
  (office, id) => office.leaves(id),
  (office, id) => office.isRead(id),
  (office, id, text) => office.moves(id, text),
  (office, _, text) => office.presence(text.length % 2 ? "away" : "available", 1 + text.length),
];

const talk = fc.constantFrom(...TALKS);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("office" as const),
      act: fc.nat(ACTS.length - 1),
      talk,
      text: fc.string({ minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constant("deliver" as const),
      how: fc.constantFrom("once", "once", "once", "twice", "never"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom("open" as const, "back" as const), talk }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom("beat" as const, "reconnect" as const) }) },
);

/** A hint of these may be lost: the next seq, revision or beat shows it. */
const LOSABLE: readonly string[] = ["entry", "touched", "rows", "beat"];

function settle(office: Office, console: Console): void {
  for (let round = 0; round < 200 && office.sent.length > 0; round += 1) {
    const event = office.sent.shift() as AgentEvent;
    for (const command of console.hears(event)) office.hears(command);
  }
}

/** What a console that comes anew knows, with the same conversations opened as far back. */
function fresh(office: Office, like: Desk): Desk {
  const newcomer = new Console(office);
  settle(office, newcomer);
  for (const [id, log] of like.open) {
    newcomer.opens(id);
    settle(office, newcomer);
    const first = log.entries[0]?.seq ?? 1;
    while ((newcomer.desk?.open.get(id)?.entries[0]?.seq ?? 0) > first) {
      newcomer.goesBack(id);
      settle(office, newcomer);
    }
  }
  return newcomer.desk as Desk;
}

/**
 * How far a conversation that is not open was read: the visitor's mark is told only of an open one, and the team's
 * rides on hints that no seq counts, so where hints were lost it may lag behind until the conversation is opened.
 */
function rowsOf(desk: Desk, lost: boolean): unknown {
  const rows = [...desk.rows.values()].map((row) => {
    if (desk.open.has(row.id)) return row;
    return { ...row, visitor_read: null, read: lost ? null : row.read };
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function entriesFrom(desk: Desk, like: Desk): unknown {
  return [...like.open].map(([id, log]) => {
    const first = log.entries[0]?.seq ?? 1;
    return [id, desk.open.get(id)?.entries.filter(({ seq }) => seq >= first)];
  });
}

test("old state and events are the same as freshly fetched state", () => {
  let gaps = 0;
  fc.assert(
    fc.property(fc.array(happening, { minLength: 30, maxLength: 150, size: "max" }), (history) => {
      const office = new Office();
      for (const id of TALKS.slice(0, 2)) office.begins(id);
      const console = new Console(office);
      let lost = false;
      for (const step of history) {
        if (step.what === "office") ACTS[step.act]?.(office, step.talk, step.text);
        else if (step.what === "open") console.opens(step.talk);
        else if (step.what === "back") console.goesBack(step.talk);
        else if (step.what === "beat") office.beats();
        else if (step.what === "reconnect") console.reconnects();
        else if (step.what === "deliver") {
          const event = office.sent.shift();
          if (!event) continue;
          const how = step.how === "never" && !LOSABLE.includes(event.type) ? "once" : step.how;
          lost ||= how === "never";
          for (let times = { never: 0, once: 1, twice: 2 }[how]; times > 0; times -= 1) {
            for (const command of console.hears(event)) {
              gaps += command.type === "fetch" || command.type === "refresh" ? 1 : 0;
              office.hears(command);
            }
          }
        }
      }
      settle(office, console);
      office.beats();
      settle(office, console);
      const desk = console.desk as Desk;
      for (const [id, log] of desk.open) {
        expect(log.entries.map(({ seq }) => seq)).toEqual(
          log.entries.map((_, at) => (log.entries[0]?.seq ?? 0) + at),
        );
        expect(headOf(log)).toBe(office.logs.get(id)?.length);
      }
      const anew = fresh(office, desk);
      expect(rowsOf(desk, lost)).toEqual(rowsOf(anew, lost));
      expect(entriesFrom(desk, desk)).toEqual(entriesFrom(anew, desk));
      expect({ ...desk, rows: null, open: null }).toEqual({ ...anew, rows: null, open: null });
    }),
    { numRuns: 300 },
  );
  // A history without a gap would prove nothing.
  expect(gaps).toBeGreaterThan(100);
});
