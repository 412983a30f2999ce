import { describe, expect, it } from "vitest";
import type { Kept } from "../../../../widget/src/link/outbox";
import { heading } from "../../../../widget/src/panel/heading";
import { type Line, lines } from "../../../../widget/src/panel/lines";
import { NOTHING, reduce, type State } from "../../../../widget/src/panel/state";
import { names } from "../../../../widget/src/panel/words";
import type {
  PublicEntry,
  VisitorConversation,
  VisitorSay,
  VisitorStanding,
} from "../../../../widget/src/wire/wire";
import { ANA, History, present, stands, TOM, VISITOR } from "./history";

const MORNING = new Date(2026, 4, 14, 9, 41).getTime();

function entry(seq: number, by = VISITOR, minutes = seq, event?: PublicEntry["body"]): PublicEntry {
  const body = event ?? ({ type: "message", text: `words ${seq}`, html: null } as const);
  return { seq, at: MORNING + minutes * 60_000, by, id: by.kind === "visitor" ? `id-${seq}` : null, body };
}

function talk(entries: PublicEntry[], read_by_team = 0): VisitorConversation {
  const standing = stands({ state: "engaged", faces: [ANA] });
  const head = entries.length;
  return {
    id: "c",
    head,
    entries,
    earlier: false,
    read: head,
    read_by_team,
    standing,
  };
}

function waits(id: string, refused: string | null = null): Kept<VisitorSay> {
  return { command: { type: "say", id, conversation: null, text: `words of ${id}` }, at: 1, refused };
}

function drawn(entries: PublicEntry[], pending: Kept<VisitorSay>[] = [], more: object = {}): Line[] {
  return lines({ talk: talk(entries), pending, down: false, newAfter: null, ...more });
}

const notes = (all: Line[]) => all.flatMap((line) => (line.kind === "own" ? [line.note] : []));

describe("the lines of the log", () => {
  it("name each day once", () => {
    const all = drawn([entry(1), entry(2), entry(3, VISITOR, 24 * 60), entry(4, VISITOR, 24 * 60 + 1)]);
    expect(all.map(({ kind }) => kind)).toEqual(["day", "own", "own", "day", "own", "own"]);
  });

  it("show a face once for words that follow closely, and again after a pause, an event or somebody else", () => {
    const all = drawn([
      entry(1, ANA, 0),
      entry(2, ANA, 1),
      entry(3, ANA, 10),
      entry(4, TOM, 11),
      entry(5, ANA, 12, { type: "picked_up", because: "first_in_line" }),
      entry(6, ANA, 13),
    ]);
    expect(all.flatMap((line) => (line.kind === "theirs" ? [line.first] : []))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it("say safe or read in words, once for lines that say the same", () => {
    const at = [entry(1, VISITOR, 0), entry(2, VISITOR, 0), entry(3, VISITOR, 0)];
    expect(notes(lines({ talk: talk(at, 1), pending: [], down: false, newAfter: null }))).toEqual([
      "9:41, read",
      null,
      "9:41, safe with us",
    ]);
  });

  it("outline what is not durable yet, and never call it sent", () => {
    const all = drawn([entry(1, VISITOR, 0)], [waits("a")]);
    expect(all.at(-1)).toMatchObject({ key: "a", state: "sending", note: "Sending" });
  });

  it("count what is kept while the line is down", () => {
    const kept = (...ids: string[]) =>
      notes(
        drawn(
          [],
          ids.map((id) => waits(id)),
          { down: true },
        ),
      );
    expect(kept("a")).toEqual(["Kept, it goes out by itself"]);
    expect(kept("a", "b")).toEqual([null, "2 kept, they go out by themselves"]);
  });

  it("say of each refused message that it was not sent", () => {
    const all = drawn([], [waits("a", "out_of_bounds"), waits("b", "already_ended"), waits("c")]);
    expect(notes(all)).toEqual(["Not sent, kept here", "Not sent, kept here", "Sending"]);
  });

  it("keep a message the same line when it becomes durable, and never show it twice", () => {
    const before = drawn([], [waits("id-1")]);
    const after = drawn([entry(1)], [waits("id-1")]);
    expect(before.at(-1)?.key).toBe(after.at(-1)?.key);
    expect(after.filter(({ kind }) => kind === "own")).toHaveLength(1);
  });

  it("draw a call for somebody who can fix this as the visitor's own words, from sending to safe", () => {
    const call = { command: { type: "escalate", id: "help-1" }, at: 1, refused: null } as const;
    const before = lines({ talk: talk([]), pending: [call], down: false, newAfter: null });
    const after = drawn([{ ...entry(1, VISITOR, 0, { type: "escalated" }), id: "help-1" }]);
    const text = "Get me someone who can fix this";
    expect(before.at(-1)).toMatchObject({
      key: "help-1",
      kind: "own",
      text,
      state: "sending",
      note: "Sending",
    });
    expect(after.at(-1)).toMatchObject({ key: "help-1", kind: "own", text, state: "safe" });
  });

  it("mark where the new ones begin", () => {
    const all = drawn([entry(1), entry(2, ANA), entry(3, ANA)], [], { newAfter: 1 });
    expect(all.map(({ kind }) => kind)).toEqual(["day", "own", "new", "theirs", "theirs"]);
  });

  it("have keys of their own", () => {
    const all = drawn([entry(1), entry(2, ANA), entry(3, ANA, 3, { type: "closed" })], [waits("a")], {
      newAfter: 1,
    });
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });
});

describe("the heading", () => {
  const base = reduce(NOTHING, new History().welcome());
  const standing = (
    state: VisitorConversation["standing"]["state"],
    faces = [ANA],
    presence = { ...present(ANA, TOM), free: false },
    more: Partial<VisitorStanding> = {},
  ): State => ({
    ...base,
    presence,
    talk: { ...talk([entry(1), entry(2, ANA)]), standing: stands({ state, faces, ...more }) },
  });
  const says = (state: State, down = false) => {
    const { title, line, dot } = heading(state, down, "Fernhill Bikes", MORNING);
    return [title, line, dot];
  };

  it("says who is there, and only what is true", () => {
    expect(says(standing("engaged", [ANA, TOM]))).toEqual(["Ana and Tom", "with you now", "here"]);
    expect(says(standing("held"))).toEqual(["Ana", "You’re on hold", undefined]);
    expect(says(standing("ringing"))).toEqual(["Ana", "We’re ringing now", "here"]);
    expect(says(standing("waiting"))).toEqual(["Ana and Tom", "both with somebody right now", undefined]);
    expect(says(standing("closed", []))).toEqual(["Ana", "here now", "here"]);
    expect(says(standing("closed", [], present()))).toEqual(["Ana", "not here right now", undefined]);
  });

  it("says of those who are busy that they are, and of nobody else", () => {
    const one = { ...present(TOM), free: false };
    expect(says(standing("waiting", [], one))).toEqual(["Tom", "with somebody right now", undefined]);
    const many = { ...present(ANA, TOM), ids: ["agent-ana", "agent-tom", "a", "b", "c"], free: false };
    expect(says(standing("waiting", [], many))).toEqual([
      "Ana, Tom and 3 others",
      "all with somebody right now",
      undefined,
    ]);
    expect(says(standing("waiting", [], present(TOM)))).toEqual(["Tom", "You’re in line", "here"]);
    expect(says(standing("waiting", [], one, { calling_all: true }))[1]).toBe("We’re ringing everybody");
  });

  it("says when somebody is back, or that nobody can say", () => {
    const back = { at: MORNING + 24 * 3_600_000, face: TOM };
    expect(says(standing("waiting", [], { ...present(), back }))).toEqual([
      "Nobody is here right now",
      "Tom is back tomorrow, Friday, at 9:41",
      undefined,
    ]);
    expect(says(standing("waiting", [], present()))[1]).toBe("We can’t say yet when somebody is back");
  });

  it("claims nobody's presence while the line is down", () => {
    expect(says(standing("engaged"), true)).toEqual(["Ana", "The line dropped, we’re redialling", undefined]);
    expect(says(standing("waiting", [], present()), true)[0]).toBe("Fernhill Bikes");
  });
});

describe("names", () => {
  const called = (...all: string[]) => names(all.map((name) => ({ kind: "agent", id: name, name })));

  it("are joined as people do", () => {
    expect(called("Ana")).toBe("Ana");
    expect(called("Ana", "Tom")).toBe("Ana and Tom");
    expect(called("Ana", "Tom", "Lee")).toBe("Ana, Tom and 1 other");
    expect(called("Ana", "Tom", "Lee", "Maya", "Jo")).toBe("Ana, Tom and 3 others");
  });

  it("cannot turn the sentence around them", () => {
    expect(called("דנה")).toBe("\u2068דנה\u2069");
    expect(called("Ana\u202e")).toBe("Ana");
  });
});
