import { expect, test } from "vitest";
import { arrange } from "../../../frontend/src/talk/arrange";
import type { TeamEntry } from "../../../widget/src/wire/wire";
import { ana, card, faceOf, maya, said, tom } from "./people";

const jonas = faceOf(card());
const ALL = { read: 9, head: 9 };
const DAY = 86_400_000;
const event = (seq: number, by: typeof ana, body: TeamEntry["body"]): TeamEntry =>
  said(seq, by, "", { body });
const ring = (seq: number, by: typeof ana) =>
  event(seq, by, { type: "connected", because: "first_in_line", numbers: { free: 2, capacity: 4 } });
const pickedUp = { type: "picked_up", because: "first_in_line" } as const;
const kinds = (items: ReturnType<typeof arrange>) =>
  items.map((item) => (item.kind === "entry" ? item.entry.body.type : item.kind));

test("a ring is folded into the picking up that answered it, as its reason", () => {
  const items = arrange([said(1, jonas, "Hi"), ring(2, ana), event(3, ana, pickedUp)], ALL);
  expect(kinds(items)).toEqual(["day", "message", "picked_up"]);
  expect(items.at(-1)).toMatchObject({ because: { because: "first_in_line" } });
});

test("a ring that nobody answered stands by itself, and is nobody else's reason", () => {
  const items = arrange(
    [ring(1, tom), event(2, tom, { type: "line_dropped" }), event(3, ana, pickedUp)],
    ALL,
  );
  expect(kinds(items)).toEqual(["day", "connected", "line_dropped", "picked_up"]);
  expect(items.at(-1)).not.toHaveProperty("because");
});

test("one that gave no answer and picked up a later ring is shown with both", () => {
  const log = [ring(1, ana), event(2, ana, { type: "no_answer" }), ring(3, ana), event(4, ana, pickedUp)];
  expect(kinds(arrange(log, ALL))).toEqual(["day", "connected", "no_answer", "picked_up"]);
});

test("an asking in is folded into the coming, which tells of it; who does not come is told of twice", () => {
  const asked = (seq: number, whom: typeof ana) =>
    event(seq, ana, { type: "asked", whom, to: "help", why: "wheels", numbers: {} });
  const joined = (seq: number, by: typeof ana) =>
    event(seq, by, { type: "joined", because: "asked", asked_by: ana, why: "wheels" });
  const refused = event(3, tom, { type: "not_coming", whom: tom, because: "declined" });
  expect(kinds(arrange([asked(1, tom), joined(2, tom)], ALL))).toEqual(["day", "joined"]);
  const twice = [asked(1, tom), asked(2, maya), refused, joined(4, maya)];
  expect(kinds(arrange(twice, ALL))).toEqual(["day", "asked", "not_coming", "joined"]);
  expect(kinds(arrange([asked(1, tom)], ALL))).toEqual(["day", "asked"]);
});

test("a day stands above its first entry", () => {
  const items = arrange(
    [said(1, jonas, "Hi"), said(2, jonas, "Again", { at: said(1, jonas, "").at + DAY })],
    ALL,
  );
  expect(kinds(items)).toEqual(["day", "message", "day", "message"]);
});

test("one line stands above the first words nobody had on a screen, unless they are all there is", () => {
  const log = [said(1, jonas, "One"), said(2, ana, "Two"), said(3, jonas, "Three"), said(4, jonas, "Four")];
  expect(kinds(arrange(log, { read: 2, head: 4 }))).toEqual([
    "day",
    "message",
    "message",
    "fresh",
    "message",
    "message",
  ]);
  expect(kinds(arrange(log, { read: 4, head: 4 }))).not.toContain("fresh");
  expect(kinds(arrange(log, { read: 0, head: 4 })).filter((kind) => kind === "fresh")).toHaveLength(1);
  // What comes while one reads is not new to anybody.
  expect(kinds(arrange(log, { read: 2, head: 2 }))).not.toContain("fresh");
});

test("messages of one person close together are one group; a day, an event or somebody else ends it", () => {
  const at = said(1, jonas, "").at;
  const log = [
    said(1, jonas, "One"),
    said(2, jonas, "Two", { at: at + 60_000 }),
    said(3, ana, "Three", { at: at + 61_000 }),
    said(4, ana, "Much later", { at: at + 600_000 }),
    event(5, ana, { type: "closed" }),
    said(6, ana, "Six", { at: at + 601_000 }),
  ];
  const groups = arrange(log, ALL).flatMap((item) =>
    item.kind === "entry" ? [[item.follows ?? false, item.next?.seq ?? null]] : [],
  );
  expect(groups).toEqual([
    [false, 2],
    [true, null],
    [false, null],
    [false, null],
    [false, null],
    [false, null],
  ]);
});
