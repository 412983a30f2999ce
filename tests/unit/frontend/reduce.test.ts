import { describe, expect, test } from "vitest";
import { reduce, shut } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import type { AgentEvent } from "../../../widget/src/wire/wire";
import { ana, card, faceOf, row, said, tom, welcome } from "./people";

const jonas = faceOf(card());

function once(...events: AgentEvent[]): Desk {
  let desk: Desk | null = null;
  for (const event of events) desk = reduce(desk, event).desk;
  return desk as Desk;
}

const opened: AgentEvent = {
  type: "opened",
  row: row("talk-0001", { head: 2 }),
  after: 0,
  entries: [said(1, jonas, "One"), said(2, jonas, "Two")],
  earlier: false,
};

describe("entries", () => {
  test("one that follows on is appended, and its row says so", () => {
    const desk = once(welcome(), opened, {
      type: "entry",
      conversation: "talk-0001",
      entry: said(3, jonas, "Three"),
    });
    expect(desk.open.get("talk-0001")?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(desk.rows.get("talk-0001")).toMatchObject({ head: 3, last: { text: "Three" } });
  });

  test("one beyond a gap is not shown; what is missing is asked for", () => {
    const desk = once(welcome(), opened);
    const step = reduce(desk, { type: "entry", conversation: "talk-0001", entry: said(5, jonas, "Five") });
    expect(step.desk?.open.get("talk-0001")?.entries).toHaveLength(2);
    expect(step.ask).toEqual([{ type: "fetch", conversation: "talk-0001", after: 2 }]);
  });

  test("a fetched page that is not the last asks for the next", () => {
    const desk = once(welcome(), opened);
    const step = reduce(desk, {
      type: "fetched",
      conversation: "talk-0001",
      after: 2,
      head: 9,
      entries: [said(3, jonas, "Three"), said(4, jonas, "Four")],
    });
    expect(step.ask).toEqual([{ type: "fetch", conversation: "talk-0001", after: 4 }]);
  });

  test("one that came already changes nothing", () => {
    const desk = once(welcome(), opened);
    expect(
      reduce(desk, { type: "entry", conversation: "talk-0001", entry: said(2, jonas, "Two") }).desk,
    ).toBe(desk);
  });

  test("a ring is no reading; a reply is", () => {
    const ring = said(3, ana, "", {
      body: { type: "connected", because: "first_in_line", numbers: {} },
      visitor_seq: null,
    });
    const rung = once(welcome(), opened, { type: "entry", conversation: "talk-0001", entry: ring });
    expect(rung.rows.get("talk-0001")?.read).toBe(1);
    const replied = once(welcome(), opened, {
      type: "entry",
      conversation: "talk-0001",
      entry: said(3, tom, "Yes"),
    });
    expect(replied.rows.get("talk-0001")?.read).toBe(3);
  });

  test("too long an absence brings the newest page instead of the copy", () => {
    const page: AgentEvent = {
      ...opened,
      after: 40,
      entries: [said(41, jonas, "Later")],
      earlier: true,
    } as AgentEvent;
    expect(once(welcome(), opened, page).open.get("talk-0001")).toMatchObject({
      entries: [{ seq: 41 }],
      earlier: true,
    });
  });

  test("history goes before the first entry, and only where it ends at it", () => {
    const page: AgentEvent = {
      ...opened,
      after: 2,
      entries: [said(3, jonas, "Three")],
      earlier: true,
    } as AgentEvent;
    const history = { type: "history", conversation: "talk-0001", before: 3, earlier: false } as const;
    const whole = once(welcome(), page, {
      ...history,
      entries: [said(1, jonas, "One"), said(2, jonas, "Two")],
    });
    expect(whole.open.get("talk-0001")?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const torn = once(welcome(), page, { ...history, entries: [said(1, jonas, "One")] });
    expect(torn.open.get("talk-0001")?.entries.map(({ seq }) => seq)).toEqual([3]);
  });
});

describe("lists", () => {
  test("a revision that follows on is taken; an older one is not; a later one asks anew", () => {
    const desk = once(welcome([row()], { revision: 4 }));
    const rows = [row("talk-0001", { state: "closed" })];
    expect(reduce(desk, { type: "rows", revision: 5, rows }).desk?.rows.get("talk-0001")?.state).toBe(
      "closed",
    );
    expect(reduce(desk, { type: "rows", revision: 4, rows }).desk).toBe(desk);
    expect(reduce(desk, { type: "rows", revision: 6, rows })).toEqual({ desk, ask: [{ type: "refresh" }] });
  });

  test("a row read before an entry came does not take the entry back", () => {
    const desk = once(welcome([row()]), opened, {
      type: "entry",
      conversation: "talk-0001",
      entry: said(3, jonas, "Three"),
    });
    const late = reduce(desk, { type: "rows", revision: 1, rows: [row("talk-0001", { head: 2 })] }).desk;
    expect(late?.rows.get("talk-0001")).toMatchObject({ head: 3, last: { text: "Three" } });
  });

  test("a beat shows what was lost: entries, words elsewhere, lists", () => {
    const desk = once(welcome([row(), row("talk-0002")], { revision: 4 }), opened);
    const beat = { type: "beat", n: 1, revision: 4 } as const;
    expect(reduce(desk, { ...beat, heads: { "talk-0001": 2, "talk-0002": 1 } }).ask).toEqual([]);
    expect(reduce(desk, { ...beat, heads: { "talk-0001": 3 } }).ask).toEqual([
      { type: "fetch", conversation: "talk-0001", after: 2 },
    ]);
    expect(reduce(desk, { ...beat, heads: { "talk-0002": 2 } }).ask).toEqual([{ type: "refresh" }]);
    expect(reduce(desk, { ...beat, revision: 5, heads: {} }).ask).toEqual([{ type: "refresh" }]);
  });

  test("older ended ones are added, and kept over a welcome only while they are open", () => {
    const older: AgentEvent = {
      type: "older",
      before: 9,
      rows: [row("talk-0009", { state: "closed" })],
      more: false,
    };
    const desk = once(welcome([], { more: true }), older);
    expect(desk.rows.has("talk-0009")).toBe(true);
    expect(desk.more).toBe(false);
    expect(reduce(desk, welcome()).desk?.rows.has("talk-0009")).toBe(false);
    const held = once(welcome(), opened);
    expect(reduce(held, welcome()).desk?.rows.has("talk-0001")).toBe(true);
  });
});

test("nothing crosses from one site to another", () => {
  const other = reduce(once(welcome([row()]), opened), welcome([], { site: "tea" })).desk;
  expect(other?.rows.size).toBe(0);
  expect(other?.open.size).toBe(0);
});

test("a visitor who moves is moved in their rows; marks only go forward", () => {
  const visitor = card("visitor-of-talk-0001", {
    page: { title: "Saddles", url: "https://fernhill.example/s" },
  });
  const desk = once(
    welcome([row("talk-0001", { head: 9 }), row("talk-0002")]),
    { type: "visitor", visitor },
    { type: "read_by_team", conversation: "talk-0001", seq: 5 },
    { type: "read_by_team", conversation: "talk-0001", seq: 3 },
    { type: "read_by_visitor", conversation: "talk-0001", visitor_seq: 4 },
  );
  expect(desk.rows.get("talk-0001")).toMatchObject({ visitor, read: 5, visitor_read: 4 });
  expect(desk.rows.get("talk-0002")?.visitor.page?.title).toBe("Wheels");
});

test("a shut conversation's copy is forgotten, its row is not", () => {
  const desk = shut(once(welcome(), opened), "talk-0001");
  expect(desk.open.has("talk-0001")).toBe(false);
  expect(desk.rows.has("talk-0001")).toBe(true);
});
