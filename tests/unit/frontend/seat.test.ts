import { beforeEach, describe, expect, test } from "vitest";
import type { AgentEvent } from "../../../widget/src/wire/wire";
import { ana, card, faceOf, row, said, tom, welcome } from "./people";
import { sit, turn } from "./socket";

const jonas = faceOf(card());
const TALK = "talk-0001";
const opened: AgentEvent = {
  type: "opened",
  row: row(),
  after: 0,
  entries: [said(1, jonas, "One")],
  earlier: false,
};

beforeEach(() => localStorage.clear());

describe("my words", () => {
  test("are kept until they are durable, and shown until their entry is here", async () => {
    const { seat, socket } = sit(welcome([row()]));
    seat.show(TALK);
    socket().hears(opened);
    seat.reply(TALK, "Yes");
    await turn();
    const id = socket().of("reply")[0]?.id as string;
    expect(seat.view.kept.map(({ command }) => command.id)).toEqual([id]);
    socket().hears({ type: "acked", id, conversation: TALK, seq: 2, at: 1 });
    await turn();
    expect(seat.view.kept).toEqual([]);
    expect(seat.view.landed).toMatchObject([{ command: { text: "Yes" }, seq: 2 }]);
    socket().hears({ type: "entry", conversation: TALK, entry: said(2, ana, "Yes", { id }) });
    await turn();
    expect(seat.view.landed).toEqual([]);
  });

  test("survive a dropped line and a reload, and go out again under the same id", async () => {
    const first = sit(welcome([row()]));
    first.socket().close(1006);
    first.seat.reply(TALK, "Kept");
    await turn();
    expect(first.seat.view.line).toBe("dropped");
    const second = sit(welcome([row()]));
    await turn();
    expect(second.socket().of("reply")).toMatchObject([
      { text: "Kept", id: first.seat.view.kept[0]?.command.id },
    ]);
  });

  test("of one person never leave under another's name", async () => {
    const first = sit(welcome([row()]), "user-ana");
    first.socket().close(1006);
    first.seat.reply(TALK, "From Ana");
    const second = sit(welcome([row()]), "user-tom");
    await turn();
    expect(second.socket().of("reply")).toEqual([]);
    expect(second.seat.view.kept).toEqual([]);
  });

  test("that are refused stay, with the reason, until they are taken back", async () => {
    const { seat, socket } = sit(welcome([row()]));
    seat.reply(TALK, "Mine");
    const id = socket().of("reply")[0]?.id as string;
    socket().hears({ type: "refused", about: id, code: "not_yours", field: null, message: "Tom has it." });
    await turn();
    expect(seat.view.kept).toMatchObject([{ refused: "not_yours" }]);
    expect(seat.view.wrong.get(id)).toBe("Tom has it.");
    seat.takeBack(id);
    await turn();
    expect(seat.view.kept).toEqual([]);
  });
});

test("a refused act is over, and its conversation says why", async () => {
  const { seat, socket } = sit(welcome([row(TALK, { state: "waiting" })]));
  seat.act({ type: "pick_up", conversation: TALK, offer: null });
  const about = socket().of("pick_up")[0]?.id as string;
  socket().hears({ type: "refused", about, code: "already_taken", field: null, message: "Tom was quicker." });
  await turn();
  expect(seat.view.kept).toEqual([]);
  expect(seat.view.wrong.get(TALK)).toBe("Somebody else picked up. You can leave a note.");
});

test.each([
  ["not_there", "Tom is not here right now."],
  ["hands_full", "Tom has no place free, not even one more."],
  ["already_in", "Tom is asked or in already."],
  ["unknown_person", "That person is not on this team any more."],
] as const)("asking Tom in, refused as %s, is told in plain words", async (code, told) => {
  const { seat, socket } = sit(welcome([row()]));
  seat.act({ type: "bring_in", conversation: TALK, whom: tom.id, why: "" });
  const about = socket().of("bring_in")[0]?.id as string;
  socket().hears({ type: "refused", about, code, field: null, message: "Technically." });
  await turn();
  expect(seat.view.wrong.get(TALK)).toBe(told);
  expect(seat.view.kept).toEqual([]);
});

test("handing over to whoever is free, refused, says what is true of everybody", async () => {
  for (const [code, told] of [
    ["hands_full", "Everybody who is here has their hands full."],
    ["not_there", "Nobody else is here right now."],
    ["last_human", "You are the last one here. Close it, or hand it over."],
    ["not_alone", "A colleague is with them too, so they are not on hold. Hand it over instead."],
  ] as const) {
    const { seat, socket } = sit(welcome([row()]));
    seat.act({ type: "hand_over", conversation: TALK, whom: null, team: null, why: "" });
    const about = socket().of("hand_over").at(-1)?.id as string;
    socket().hears({ type: "refused", about, code, field: null, message: "Technically." });
    await turn();
    expect(seat.view.wrong.get(TALK)).toBe(told);
  }
});

test("a refusal without words of ours is told in the server's; a late Not now is no news", async () => {
  const { seat, socket } = sit(welcome([row()]));
  seat.act({ type: "hold", conversation: TALK });
  const hold = socket().of("hold")[0]?.id as string;
  const refused = { type: "refused", field: null } as const;
  socket().hears({ ...refused, about: hold, code: "too_deep", message: "Of the server." });
  await turn();
  expect(seat.view.wrong.get(TALK)).toBe("Of the server.");
  seat.act({ type: "decline", conversation: TALK, offer: 1 });
  const decline = socket().of("decline")[0]?.id as string;
  socket().hears({ ...refused, about: decline, code: "offer_over", message: "Over." });
  await turn();
  expect(seat.view.wrong.has(TALK)).toBe(false);
  expect(seat.view.kept).toEqual([]);
});

test("acts are kept over a dropped line and go out under one id, as words do", async () => {
  const { seat, socket, redial } = sit(welcome([row()]));
  socket().close(1006);
  seat.act({ type: "hand_over", conversation: TALK, whom: tom.id, team: null, why: "wheels" });
  await turn();
  const id = seat.view.kept[0]?.command.id as string;
  redial();
  expect(socket().of("hand_over")).toMatchObject([{ id, whom: tom.id, why: "wheels" }]);
  socket().hears({ type: "acked", id, conversation: TALK, seq: 2, at: 1 });
  await turn();
  expect(seat.view.kept).toEqual([]);
});

test("a nudge stands until I wrote, or it is no longer mine to answer", async () => {
  const mine = row(TALK, { agent: ana.id });
  const { seat, socket } = sit(welcome([mine]));
  socket().hears({ type: "nudge", conversation: TALK, due: 9 });
  await turn();
  expect([...seat.view.nudged]).toEqual([TALK]);
  const last = { at: 1, by: ana, kind: "message" as const, text: "Hello" };
  socket().hears({ type: "touched", conversation: TALK, head: 2, last });
  await turn();
  expect(seat.view.nudged.size).toBe(0);
  socket().hears({ type: "rows", revision: 1, rows: [mine] });
  socket().hears({ type: "nudge", conversation: TALK, due: 9 });
  socket().hears({ type: "rows", revision: 2, rows: [row(TALK, { state: "waiting" })] });
  await turn();
  expect(seat.view.nudged.size).toBe(0);
});

test("the conversation that was taken from me is remembered, whoever has it now", async () => {
  const { seat, socket } = sit(welcome([row(TALK, { state: "ringing" })]));
  socket().hears({ type: "rows", revision: 1, rows: [row(TALK, { state: "ringing" })] });
  await turn();
  expect(seat.view.missed).toBeNull();
  socket().hears({ type: "rows", revision: 2, rows: [row(TALK, { state: "ringing", agent: tom.id })] });
  await turn();
  expect(seat.view.missed).toEqual({ conversation: TALK, askedBy: null });
});

describe("open conversations", () => {
  test("are followed over a dropped line by their cursors, and not asked for twice", async () => {
    const { seat, socket, redial } = sit(welcome([row()]));
    seat.show(TALK);
    socket().hears(opened);
    seat.show(TALK);
    expect(socket().of("open")).toHaveLength(1);
    socket().close(1006);
    redial();
    expect(socket().of("hello")[0]?.cursors).toEqual({ [TALK]: 1 });
    expect(socket().of("open")).toEqual([]);
  });

  test("that were asked for while the line was down are asked for when it is back", () => {
    const { seat, socket, redial } = sit(welcome([row()]));
    socket().close(1006);
    seat.show(TALK);
    redial();
    expect(socket().of("open")).toEqual([{ type: "open", conversation: TALK, after: 0 }]);
  });

  test("beyond twenty, the one looked at longest ago is shut", () => {
    const { seat, socket } = sit();
    for (let n = 1; n <= 21; n += 1) seat.show(`talk-${String(n).padStart(4, "0")}`);
    expect(socket().of("shut")).toEqual([{ type: "shut", conversation: TALK }]);
  });

  test("one that rings for me is opened again where the site connects, because that picks it up", () => {
    for (const [mode, times] of [
      ["connect", 2],
      ["ring", 1],
    ] as const) {
      const { seat, socket } = sit(welcome([row(TALK, { state: "waiting" })], { mode }));
      seat.show(TALK);
      socket().hears({ ...opened, row: row(TALK, { state: "waiting" }) } as AgentEvent);
      socket().hears({ type: "rows", revision: 1, rows: [row(TALK, { state: "ringing" })] });
      seat.show(TALK);
      expect(socket().of("open")).toHaveLength(times);
    }
  });
});

test("a gap is asked for once, however much comes after it", () => {
  const { seat, socket } = sit(welcome([row()]));
  seat.show(TALK);
  socket().hears(opened);
  for (const seq of [4, 5, 6])
    socket().hears({ type: "entry", conversation: TALK, entry: said(seq, jonas, "x") });
  expect(socket().of("fetch")).toEqual([{ type: "fetch", conversation: TALK, after: 1 }]);
  // The next beat finds it still missing, so the question or its answer was lost.
  socket().hears({ type: "beat", n: 1, revision: 0, heads: { [TALK]: 6 } });
  expect(socket().of("fetch")).toHaveLength(2);
});

test("somebody's writing is shown, fades with their words, and is never my own", async () => {
  const { seat, socket } = sit(welcome([row()]));
  seat.show(TALK);
  socket().hears(opened);
  socket().hears({ type: "typing", conversation: TALK, by: ana });
  await turn();
  expect(seat.view.typing.size).toBe(0);
  socket().hears({ type: "typing", conversation: TALK, by: jonas });
  await turn();
  expect(seat.view.typing.get(TALK)).toEqual(jonas);
  socket().hears({ type: "entry", conversation: TALK, entry: said(2, jonas, "Two") });
  await turn();
  expect(seat.view.typing.size).toBe(0);
});

test("presence is not kept for later: it says what is true now", () => {
  const { seat, socket } = sit();
  expect(seat.setPresence("away", 2)).toBe(true);
  expect(socket().of("set_presence")).toEqual([{ type: "set_presence", presence: "away", capacity: 2 }]);
  socket().close(1006);
  expect(seat.setPresence("available", 2)).toBe(false);
});
