import { expect, test } from "vitest";
import { callsOf, missed } from "../../../frontend/src/desk/calls";
import { reduce } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { ana, member, row, tom, welcome } from "./people";

function desk(...rows: AgentRow[]): Desk {
  return reduce(null, welcome(rows)).desk as Desk;
}

const heard = (...rows: AgentRow[]) => callsOf(desk(...rows)).map(({ row, offer }) => [row.id, offer]);

test("my own rings come first in the order of the line, then what rings for everybody", () => {
  expect(
    heard(
      row("talk-all", { state: "waiting", calling_all: true, order: 1 }),
      row("talk-second", { state: "ringing", order: 9, offer: 4 }),
      row("talk-first", { state: "ringing", order: 5, offer: 2 }),
      row("talk-toms", { state: "ringing", agent: tom.id }),
      row("talk-waits", { state: "waiting" }),
    ),
  ).toEqual([
    ["talk-first", 2],
    ["talk-second", 4],
    ["talk-all", null],
  ]);
});

test("an asking in rings under the member's own number, until I am in or it is not for me", () => {
  const asked = (over: Parameters<typeof member>[1], who = ana) =>
    row("talk-0001", { agent: tom.id, offer: 1, members: [member(who, { offer: 6, ...over })] });
  expect(heard(asked({ state: "asked" }))).toEqual([["talk-0001", 6]]);
  expect(heard(asked({ state: "joined" }))).toEqual([]);
  expect(heard(asked({ state: "asked" }, tom))).toEqual([]);
});

test("what was mine and is no longer is noticed; what never was is not", () => {
  const before = desk(row("talk-mine", { state: "ringing" }), row("talk-toms", { agent: tom.id }));
  expect(missed(before, [row("talk-toms", { state: "waiting" })])).toBeNull();
  expect(missed(before, [row("talk-mine", { state: "engaged" })])).toBeNull();
  const gone = { conversation: "talk-mine", askedBy: null };
  expect(missed(before, [row("talk-mine", { state: "waiting" })])).toEqual(gone);
  expect(missed(before, [row("talk-mine", { state: "ringing", agent: tom.id })])).toEqual(gone);
  expect(missed(null, [row("talk-mine", { state: "waiting" })])).toBeNull();
});

test("an asking in that is over is noticed with who asked, unless I came", () => {
  const toms = (...members: AgentRow["members"]) => row("talk-toms", { agent: tom.id, members });
  const asked = member(ana, { state: "asked", asked_by: tom });
  const before = desk(toms(asked));
  expect(missed(before, [toms()])).toEqual({ conversation: "talk-toms", askedBy: tom.id });
  expect(missed(before, [toms({ ...asked, state: "joined" })])).toBeNull();
  expect(missed(before, [row("talk-toms", { agent: ana.id })])).toBeNull();
});
