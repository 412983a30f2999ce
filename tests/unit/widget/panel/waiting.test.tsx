import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitorPresence } from "../../../../widget/src/wire/wire";
import { comes } from "../../patience";
import { ANA, present, TOM } from "./history";
import { Stage } from "./stage";

const NOW = new Date(2026, 4, 14, 9, 41).getTime();
const BUSY: VisitorPresence = { ...present(ANA, TOM), free: false };
const TOMORROW = new Date(2026, 4, 15, 9, 0).getTime();

let stage: Stage;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  stage = new Stage();
  stage.history.time = NOW;
  stage.history.presence = BUSY;
  await stage.opens();
  await stage.fetches();
});
afterEach(() => {
  stage.leaves();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("the faces in the bar", () => {
  it("are two, then how many more there are, each with since when", async () => {
    const ids = [ANA.id, TOM.id, "a", "b", "c"];
    await stage.hears({ type: "here", presence: { ...BUSY, ids } });
    await stage.waits();
    const faces = [...stage.box.querySelectorAll<HTMLElement>(".top .face")];
    expect(faces.map(({ textContent }) => textContent)).toEqual(["AN", "TO", "+3"]);
    expect(faces[0]?.title).toBe("Ana, here since 9:00");
    expect(stage.box.querySelector(".top h1")?.textContent).toBe("Ana, Tom and 3 others");
  });
});

describe("the line card", () => {
  it.each([
    [1, "You’re first in line."],
    [3, "You’re third in line."],
    [12, "You’re twelfth in line."],
    [13, "You’re 13th in line."],
    [21, "You’re 21st in line."],
    [null, "You’re in line."],
  ])("tells place %s in words", async (place, text) => {
    await stage.waits({ place });
    expect(stage.box.querySelector(".line h2")?.textContent).toBe(text);
  });

  it("tells the promise in its wording, or that there is none yet; never a countdown", async () => {
    await stage.waits({ place: 3, promise: { minutes: 4, broken: false } });
    expect(stage.text).toContain("Nine in ten in your place are answered within 4 minutes.");
    await stage.waits({ place: 3, promise: { minutes: 1, broken: false } });
    expect(stage.text).toContain("Nine in ten in your place are answered within a minute.");
    await stage.waits({ place: 3 });
    expect(stage.text).toContain("We can’t say yet how long.");
    expect(stage.text).toContain("Your place is kept, whichever you choose.");
  });

  it("holds nobody who is written to or called", async () => {
    await stage.waits({ place: 3, reach: { kind: "call", address: "020 7946 0000", due: null } });
    expect(stage.text).toContain("You need not wait here.");
    expect(stage.text).not.toContain("We can’t say yet");
  });

  it("apologises for a broken promise, and offers the call", async () => {
    await stage.waits({ place: 2, promise: { minutes: 3, broken: true } });
    expect(stage.text).toContain("Longer than we said, sorry. Shall we call you back?");
    expect(stage.text).not.toContain("Nine in ten");
    await stage.clicks("Yes, call me back");
    expect(stage.chosen).toBe("Call me back");
    expect(stage.sent("choose")).toEqual([]);
    expect(stage.text).toContain("Longer than we said, sorry.");
    expect(stage.text).not.toContain("Shall we call you back?");
  });

  it("says honestly that nobody answered, and that it rings for everybody", async () => {
    stage.history.presence = present();
    await stage.hears({ type: "here", presence: stage.history.presence });
    await stage.waits({ calling_all: true });
    expect(stage.text).toContain("It rings for everybody who is here.Nobody has answered so far, sorry.");
    expect(stage.text).not.toContain("Nobody is here");
    expect(stage.box.querySelector(".nobody")).toBeNull();
  });

  it("makes no wall: the box to write in stays, and nothing stands where the line is down", async () => {
    await stage.waits({ place: 3 });
    expect(stage.field).toBeTruthy();
    vi.useRealTimers();
    await stage.drops();
    await comes(() => expect(stage.text).toContain("we’re redialling"), 3_000);
    expect(stage.text).not.toContain("third in line");
  });
});

describe("nobody here", () => {
  it("is told with who is back and when, and with the ways on", async () => {
    await stage.hears({ type: "here", presence: { ...present(), back: { at: TOMORROW, face: TOM } } });
    await stage.waits({ place: 1 });
    expect(stage.text).toContain("Nobody is here right now");
    expect(stage.text.split("Tom is back tomorrow, Friday, at 9:00")).toHaveLength(2);
    expect(stage.text).toContain("You’re first in line.");
    expect(stage.text).toContain("How should the answer reach you?");
    expect(stage.chosen).toBe("Here, in this window");
    expect(stage.text).toContain("Your place is kept, whichever you choose.");
  });

  it("is the one truth for whoever writes while others are rung for", async () => {
    await stage.hears({ type: "here", presence: present() });
    await stage.waits({ place: 51 });
    expect(stage.text).toContain("Nobody is here right now");
    expect(stage.text).toContain("You’re 51st in line.");
    expect(stage.text).not.toContain("rings for everybody");
    expect(stage.text).not.toContain("Nobody has answered");
  });

  it("is told with an hour that is unknown", async () => {
    await stage.hears({ type: "here", presence: present() });
    await stage.waits();
    expect(stage.text.split("We can’t say yet when somebody is back")).toHaveLength(2);
  });
});

describe("the visitor's own person", () => {
  it("may be waited for, and not any more", async () => {
    await stage.waits({ place: 3, could_wait_for: ANA });
    expect(stage.text).toContain("Ana is your person here. Tom may be free sooner.");
    await stage.clicks("I’d rather wait for Ana");
    expect(stage.sent("wait_for")).toMatchObject([{ conversation: stage.history.id, person: true }]);
    expect(stage.box.querySelector(".reading")?.textContent).toContain("Sending");
    await stage.acks("wait_for");
    await stage.waits({ waits_for: ANA });
    expect(stage.text).toContain("You’re waiting for Ana.");
    await stage.clicks("I’d rather have whoever is free first");
    expect(stage.sent("wait_for")).toMatchObject([{ person: true }, { person: false }]);
  });

  it("who is away is named, with who is here meanwhile", async () => {
    await stage.hears(
      { type: "here", presence: { ...present(TOM), free: false } },
      { type: "person", person: { face: ANA, backup: null, back: TOMORROW } },
    );
    await stage.waits({ place: 1 });
    expect(stage.text).toContain("Your person is Ana, back tomorrow, Friday, at 9:00; Tom is here.");
  });

  it("is named when a conversation is over: whoever helped is asked first next time", async () => {
    await stage.waits();
    await stage.hears(...stage.history.happen("pick_up"), ...stage.history.happen("close"));
    expect(stage.text).not.toContain("asked first");
    await stage.hears({ type: "person", person: { face: ANA, backup: null, back: null } });
    expect(stage.text).toContain("Ana is your person here, and is asked first when you write again.");
  });

  it("is changed and dropped among what is known", async () => {
    const person = { face: ANA, backup: null, back: null };
    await stage.hears({ type: "person", person });
    await stage.waits({ place: 1 });
    await stage.clicks("More");
    await act(() => stage.box.querySelectorAll<HTMLElement>("[role=menuitem]")[1]?.click());
    const pressed = () => stage.box.querySelector("[aria-pressed=true]")?.textContent;
    expect(pressed()).toBe("Ana");
    await stage.clicks("Tom");
    expect(stage.sent("set_person")).toMatchObject([{ person: TOM.id }]);
    expect(pressed()).toBe("Tom");
    await stage.hears({ type: "person", person });
    expect(stage.session.kept("set_person")).toHaveLength(1);
    await stage.hears({ type: "person", person: { ...person, face: TOM } });
    expect(stage.session.kept("set_person")).toEqual([]);
    await stage.clicks("Nobody in particular");
    expect(stage.sent("set_person")).toMatchObject([{ person: TOM.id }, { person: null }]);
    await stage.acks("set_person");
    await stage.hears({ type: "person", person: null });
    expect(pressed()).toBe("Nobody in particular");
  });
});

describe("get me someone who can fix this", () => {
  it("is kept while the line is down, goes out by itself, and is safe as words are", async () => {
    await stage.waits();
    await stage.drops();
    await stage.clicks("Get me someone who can fix this");
    await stage.clicks("Get me someone who can fix this");
    expect(stage.box.querySelector(".own.sending")?.textContent).toContain("Get me someone who can fix this");
    stage.world.passes(15_000);
    await stage.connects();
    expect(stage.sent("escalate")).toHaveLength(1);
    const [told, standing] = stage.history.happen("escalate");
    const id = stage.sent("escalate")[0]?.id;
    await stage.hears({ ...told, entry: { ...(told as { entry: object }).entry, id } }, standing as object);
    expect(stage.box.querySelector(".own.sending")).toBeNull();
    expect([...stage.box.querySelectorAll(".own.safe")].at(-1)?.textContent).toContain("safe with us");
    expect(stage.text).toContain("We’re getting you somebody who can fix this.");
    await stage.clicks("Get me someone who can fix this");
    await stage.hears(...stage.history.happen("say"));
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(1);
  });

  it("may be asked for again once somebody came", async () => {
    await stage.waits({ escalated: false });
    await stage.clicks("Get me someone who can fix this");
    await stage.acks("escalate");
    await stage.hears(...stage.history.happen("pick_up"));
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(2);
  });
});
