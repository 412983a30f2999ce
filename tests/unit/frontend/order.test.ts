import { describe, expect, test } from "vitest";
import { freePlaces, oldestEnd, sectionsOf, unread } from "../../../frontend/src/desk/order";
import { reduce } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import { steady } from "../../../frontend/src/desk/steady";
import { found } from "../../../frontend/src/line/find";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { ana, card, member, row, tom, welcome } from "./people";

function desk(...rows: AgentRow[]): Desk {
  return reduce(null, welcome(rows)).desk as Desk;
}

function sections(...rows: AgentRow[]) {
  return sectionsOf(desk(...rows).rows, ana.id);
}

const ids = (rows: readonly AgentRow[]) => rows.map(({ id }) => id);
const last = (at: number, by = ana) => ({ at, by, kind: "message" as const, text: "Words" });

describe("the line", () => {
  test("is in its true order: who is here, by rank, by their time with its credit, by who came first", () => {
    const waiting = { state: "waiting" as const };
    const line = sections(
      row("talk-gone", { ...waiting, absent: true, rank: 0, order: 1 }),
      row("talk-late", { ...waiting, order: 90, sequence: 4 }),
      // Whose credit is larger goes first, though they have waited less.
      row("talk-long", { ...waiting, order: 20, since: 60, sequence: 3 }),
      row("talk-then", { ...waiting, order: 50, since: 50, sequence: 2 }),
      row("talk-rings", { state: "ringing", order: 50, since: 50, sequence: 1 }),
      row("talk-saved", { ...waiting, rank: 0, order: 99 }),
    );
    expect(ids(line.waiting)).toEqual([
      "talk-saved",
      "talk-long",
      "talk-rings",
      "talk-then",
      "talk-late",
      "talk-gone",
    ]);
  });

  test("sets mine apart from my colleagues', the latest words first", () => {
    const line = sections(
      row("talk-mine", { last: last(1) }),
      row("talk-newer", { last: last(2) }),
      row("talk-toms", { agent: tom.id }),
      row("talk-over", { state: "closed", agent: null, changed: 1 }),
      row("talk-left", { state: "left", agent: null, changed: 2 }),
    );
    expect(ids(line.mine)).toEqual(["talk-newer", "talk-mine"]);
    expect(ids(line.team)).toEqual(["talk-toms"]);
    expect(ids(line.ended)).toEqual(["talk-left", "talk-over"]);
  });

  test("has what I put aside in a group of its own, and what I came into with mine", () => {
    const line = sections(
      row("talk-aside", { state: "held" }),
      row("talk-toms", { state: "held", agent: tom.id }),
      row("talk-came", { agent: tom.id, members: [member(ana)] }),
      row("talk-asks", { agent: tom.id, members: [member(ana, { state: "asked" })] }),
    );
    expect(ids(line.held)).toEqual(["talk-aside"]);
    expect(ids(line.mine)).toEqual(["talk-came"]);
    expect(ids(line.team).sort()).toEqual(["talk-asks", "talk-toms"]);
  });
});

test("a place is taken by who rings for me, is with me, or has me in; not by whom I put aside", () => {
  expect(freePlaces(desk(row("talk-0001", { state: "ringing" }), row("talk-0002", { state: "held" })))).toBe(
    2,
  );
  expect(freePlaces(desk(row("talk-0001", { agent: tom.id, members: [member(ana)] })))).toBe(2);
  expect(freePlaces(desk(row("talk-0001", { state: "ringing", agent: tom.id })))).toBe(3);
  expect(freePlaces(desk(row("a-0000001"), row("a-0000002"), row("a-0000003"), row("a-0000004")))).toBe(0);
});

test("a visitor's words are unread until a screen of the team showed them; our own never are", () => {
  const visitor = { kind: "visitor" as const, id: "v", name: "V" };
  expect(unread(row("talk-0001", { head: 3, read: 2, last: last(1, visitor) }))).toBe(true);
  expect(unread(row("talk-0001", { head: 3, read: 3, last: last(1, visitor) }))).toBe(false);
  expect(unread(row("talk-0001", { head: 3, read: 2, last: last(1) }))).toBe(false);
});

test("asking for older ended ones begins at the oldest we hold", () => {
  expect(oldestEnd(desk(row()))).toBeNull();
  const ended = { state: "closed" as const, agent: null };
  expect(
    oldestEnd(desk(row("talk-0001", { ...ended, changed: 7 }), row("talk-0002", { ...ended, changed: 5 }))),
  ).toBe(5);
});

describe("under the pointer", () => {
  const before = sections(
    row("talk-aaaa", { state: "waiting", order: 1 }),
    row("talk-bbbb", { state: "waiting", order: 2 }),
    row("talk-cccc"),
  );
  const now = sections(
    row("talk-aaaa"),
    row("talk-bbbb", { state: "waiting", order: 2, head: 9 }),
    row("talk-cccc", { state: "closed", agent: null }),
    row("talk-dddd", { state: "waiting", order: 0 }),
  );

  test("no row moves or goes; those who come stand at the end, and what is drawn is true", () => {
    const drawn = steady(before, now, true);
    expect(ids(drawn.waiting)).toEqual(["talk-aaaa", "talk-bbbb", "talk-dddd"]);
    expect(ids(drawn.mine)).toEqual(["talk-cccc"]);
    expect(drawn.waiting[1]?.head).toBe(9);
    expect(drawn.waiting[0]?.state).toBe("engaged");
  });

  test("once the hand is away all is in its true order again", () => {
    expect(steady(before, now, false)).toBe(now);
    expect(steady(null, now, true)).toBe(now);
  });
});

test("a search looks at names, words, pages and what was told, in any order", () => {
  const line = sections(
    row("talk-name", { visitor: card("v1", { name: "Nadia Haddad" }) }),
    row("talk-words", { visitor: card("v2"), last: { ...last(1), text: "the left crank" } }),
    row("talk-told", { visitor: card("v3", { told: [{ name: "order", value: "20418 crank" }] }) }),
  );
  expect(ids(found(line, "haddad NADIA").mine)).toEqual(["talk-name"]);
  expect(ids(found(line, "crank").mine).sort()).toEqual(["talk-told", "talk-words"]);
  expect(ids(found(line, "wheels crank left").mine)).toEqual(["talk-words"]);
  expect(found(line, "  ")).toBe(line);
});
