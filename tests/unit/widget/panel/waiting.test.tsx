import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitorPresence, VisitorStanding } from "../../../../widget/src/wire/wire";
import { ANA, present, stands, TOM } from "./history";
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

/** The visitor has written, and waits: this is what is known. */
async function waits(known: Partial<VisitorStanding> = {}): Promise<void> {
  if (!stage.session.state.talk) await stage.hears(...stage.history.happen("say"));
  const standing = stands({ state: "waiting", ...known });
  await stage.hears({ type: "standing", conversation: stage.history.id, standing });
}

async function acked(kind: string): Promise<void> {
  const id = stage.sent(kind).at(-1)?.id;
  await stage.hears({ type: "acked", id, conversation: stage.history.id, seq: 1, at: NOW });
}

async function picks(label: string): Promise<void> {
  const radio = [...stage.box.querySelectorAll("label")]
    .find(({ textContent }) => textContent === label)
    ?.querySelector("input");
  if (!radio) throw new Error(`no choice ${label} in: ${stage.text}`);
  await act(() => radio.click());
}

function chosen(): string | null | undefined {
  return stage.box.querySelector<HTMLInputElement>("input[type=radio]:checked")?.parentElement?.textContent;
}

async function fills(text: string): Promise<void> {
  const field = stage.box.querySelector<HTMLInputElement>(".more input");
  if (!field) throw new Error("no field for an address");
  await act(() => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function saves(): Promise<void> {
  const form = stage.box.querySelector("form");
  await act(() => void form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
}

describe("the faces in the bar", () => {
  it("are two, then how many more there are, each with since when", async () => {
    const ids = [ANA.id, TOM.id, "a", "b", "c"];
    await stage.hears({ type: "here", presence: { ...BUSY, ids } });
    await waits();
    const faces = [...stage.box.querySelectorAll<HTMLElement>(".top .face")];
    expect(faces.map(({ textContent }) => textContent)).toEqual(["AN", "TO", "+3"]);
    expect(faces[0]?.title).toBe("Ana, here since 9:00");
    expect(stage.box.querySelector(".top h1")?.textContent).toBe("Ana, Tom and 3 others");
  });
});

describe("the line card", () => {
  it.each([
    [1, "You're first in line."],
    [3, "You're third in line."],
    [12, "You're twelfth in line."],
    [13, "You're 13th in line."],
    [21, "You're 21st in line."],
    [null, "You're in line."],
  ])("tells place %s in words", async (place, text) => {
    await waits({ place });
    expect(stage.box.querySelector(".line h2")?.textContent).toBe(text);
  });

  it("tells the promise in its wording, or that there is none yet; never a countdown", async () => {
    await waits({ place: 3, promise: { minutes: 4, broken: false } });
    expect(stage.text).toContain("Nine in ten in your place are answered within 4 minutes.");
    await waits({ place: 3, promise: { minutes: 1, broken: false } });
    expect(stage.text).toContain("Nine in ten in your place are answered within a minute.");
    await waits({ place: 3 });
    expect(stage.text).toContain("We can't say yet how long.");
    expect(stage.text).toContain("Your place is kept, whichever you choose.");
  });

  it("apologises for a broken promise, and offers the call", async () => {
    await waits({ place: 2, promise: { minutes: 3, broken: true } });
    expect(stage.text).toContain("Longer than we said, sorry. Shall we call you back?");
    expect(stage.text).not.toContain("Nine in ten");
    await stage.clicks("Yes, call me back");
    expect(chosen()).toBe("Call me back");
    expect(stage.sent("choose")).toEqual([]);
  });

  it("says honestly that nobody answered, and that it rings for everybody", async () => {
    stage.history.presence = present();
    await stage.hears({ type: "here", presence: stage.history.presence });
    await waits({ calling_all: true });
    expect(stage.text).toContain("It rings for everybody who is here.");
    expect(stage.text).not.toContain("Nobody is here");
    expect(stage.box.querySelector(".nobody")).toBeNull();
  });

  it("makes no wall: the box to write in stays, and nothing stands where the line is down", async () => {
    await waits({ place: 3 });
    expect(stage.field).toBeTruthy();
    vi.useRealTimers();
    await stage.drops();
    await vi.waitFor(() => expect(stage.text).toContain("we're redialling"), 3_000);
    expect(stage.text).not.toContain("third in line");
  });
});

describe("the ways on", () => {
  it("begin with waiting here, and nothing is sent before something is chosen", async () => {
    await waits({ place: 3 });
    expect(chosen()).toBe("I'll wait here");
    expect(stage.sent("choose")).toEqual([]);
  });

  it("take an address once it is one, and say what happens then", async () => {
    await waits({ place: 3 });
    await picks("Write to me");
    expect(stage.text).toContain("Not saved yet.");
    await fills("jonas");
    await saves();
    expect(stage.text).toContain("That is no email address yet.");
    expect(stage.sent("choose")).toEqual([]);
    await fills(" jonas@weber.example ");
    await saves();
    const reach = { kind: "write", address: "jonas@weber.example", due: null } as const;
    expect(stage.sent("choose")).toMatchObject([{ conversation: stage.history.id, reach }]);
    expect(stage.box.querySelector(".choices")?.textContent).toContain("Sending");
    await acked("choose");
    await waits({ place: 3, reach });
    expect(chosen()).toBe("Write to me");
    expect(stage.text).toContain("Saved. Somebody writes to you at jonas@weber.example.");
  });

  it("take a number, for as soon as somebody is free or for when somebody is back", async () => {
    stage.history.presence = { ...present(), back: { at: TOMORROW, face: TOM } };
    await stage.hears({ type: "here", presence: stage.history.presence });
    await waits({ place: 1 });
    await picks("Call me back");
    await fills("030");
    await saves();
    expect(stage.text).toContain("That is no phone number yet.");
    await fills("+49 30 1234567");
    const when = stage.box.querySelector<HTMLSelectElement>("select");
    expect([...(when?.options ?? [])].map(({ text }) => text)).toEqual([
      "As soon as somebody is free",
      "Tomorrow, Friday, at 9:00, when Tom is back",
    ]);
    await act(() => {
      if (!when) return;
      when.value = String(TOMORROW);
      when.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await saves();
    const reach = { kind: "call", address: "+49 30 1234567", due: TOMORROW } as const;
    expect(stage.sent("choose")).toMatchObject([{ reach }]);
    await acked("choose");
    await waits({ place: 1, reach });
    expect(stage.text).toContain(
      "Saved. Somebody calls you on +49 30 1234567, tomorrow, Friday, at 9:00 or later.",
    );
  });

  it("go back to waiting here by one click", async () => {
    await waits({ reach: { kind: "write", address: "jonas@weber.example", due: null } });
    await picks("I'll wait here");
    expect(stage.sent("choose")).toMatchObject([{ reach: { kind: "here", address: "", due: null } }]);
    expect(chosen()).toBe("I'll wait here");
  });

  it("keep a half-typed address over a reload, and forget it once it is saved", async () => {
    await waits();
    await picks("Write to me");
    await fills("jonas@web");
    await stage.reloads();
    await stage.fetches();
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("jonas@web");
    await fills("jonas@weber.example");
    await saves();
    expect(stage.session.vault.get("address")).toBeNull();
  });

  it("keep what was typed while the visitor looks at the others", async () => {
    await waits();
    await picks("Write to me");
    await fills("jonas@weber.ex");
    await picks("Call me back");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("");
    await fills("+49 30");
    await picks("I'll wait here");
    expect(chosen()).toBe("I'll wait here");
    expect(stage.sent("choose")).toEqual([]);
    await picks("Write to me");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("jonas@weber.ex");
    expect(stage.text).toContain("Not saved yet.");
  });

  it("follow what another tab chose", async () => {
    await waits();
    await waits({ reach: { kind: "call", address: "+49 30 1234567", due: null } });
    expect(chosen()).toBe("Call me back");
    expect(stage.text).toContain("Saved. Somebody calls you on +49 30 1234567, as soon as somebody is free.");
  });

  it("chosen while the line is down go out by themselves, and only the last", async () => {
    await waits();
    await stage.drops();
    for (const address of ["a@b.example", "c@d.example"]) {
      await picks("Write to me");
      await fills(address);
      await saves();
    }
    stage.world.passes(15_000);
    await stage.connects();
    expect(stage.sent("choose")).toMatchObject([{ reach: { address: "c@d.example" } }]);
    stage.world.passes(15_000);
    await stage.hears(stage.history.beat());
    await acked("choose");
    expect(stage.session.kept("choose")).toEqual([]);
  });

  it("go with the conversation when the server has forgotten the visitor", async () => {
    await waits();
    await stage.drops();
    await picks("Write to me");
    await fills("a@b.example");
    await saves();
    stage.world.passes(15_000);
    stage.world.socket.opens();
    await stage.hears({ type: "refused", code: "unknown_token", message: "", field: "token", about: null });
    await stage.hears({ ...stage.history.welcome(), conversation: null, token: "another" });
    expect(stage.sent("choose")).toEqual([]);
    expect(stage.session.kept("choose")).toEqual([]);
  });

  it("that the server refused say so", async () => {
    await waits();
    await picks("Write to me");
    await fills("a@b");
    await saves();
    const about = stage.sent("choose")[0]?.id;
    await stage.hears({ type: "refused", code: "out_of_bounds", message: "", field: "address", about });
    expect(stage.text).toContain("Not saved, kept here.");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("a@b");
  });
});

describe("nobody here", () => {
  it("is told with who is back and when, and with the ways on", async () => {
    await stage.hears({ type: "here", presence: { ...present(), back: { at: TOMORROW, face: TOM } } });
    await waits({ place: 1 });
    expect(stage.text).toContain("Nobody is here right now");
    expect(stage.text).toContain("Tom is back tomorrow, Friday, at 9:00. You're first in line.");
    expect(stage.text).toContain("How should the answer reach you?");
    expect(chosen()).toBe("Here, in this window");
    expect(stage.text).toContain("Your place is kept, whichever you choose.");
  });

  it("is told with an hour that is unknown", async () => {
    await stage.hears({ type: "here", presence: present() });
    await waits();
    expect(stage.text).toContain("We can't say yet when somebody is back.");
  });
});

describe("the visitor's own person", () => {
  it("may be waited for, and not any more", async () => {
    await waits({ place: 3, could_wait_for: ANA });
    expect(stage.text).toContain("Ana is your person here. Tom may be free sooner.");
    await stage.clicks("I'd rather wait for Ana");
    expect(stage.sent("wait_for")).toMatchObject([{ conversation: stage.history.id, person: true }]);
    expect(stage.box.querySelector(".reading")?.textContent).toContain("Sending");
    await acked("wait_for");
    await waits({ waits_for: ANA });
    expect(stage.text).toContain("You're waiting for Ana.");
    await stage.clicks("I'd rather have whoever is free first");
    expect(stage.sent("wait_for")).toMatchObject([{ person: true }, { person: false }]);
  });

  it("who is away is named, with who is here meanwhile", async () => {
    await stage.hears(
      { type: "here", presence: { ...present(TOM), free: false } },
      { type: "person", person: { face: ANA, backup: null, back: TOMORROW } },
    );
    await waits({ place: 1 });
    expect(stage.text).toContain("Your person is Ana, back tomorrow, Friday, at 9:00; Tom is here.");
  });

  it("is named when a conversation is over: whoever helped is asked first next time", async () => {
    await waits();
    await stage.hears(...stage.history.happen("pick_up"), ...stage.history.happen("close"));
    expect(stage.text).not.toContain("asked first");
    await stage.hears({ type: "person", person: { face: ANA, backup: null, back: null } });
    expect(stage.text).toContain("Ana is your person here, and is asked first when you write again.");
  });

  it("is changed and dropped among what is known", async () => {
    const person = { face: ANA, backup: null, back: null };
    await stage.hears({ type: "person", person });
    await waits({ place: 1 });
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
    await acked("set_person");
    await stage.hears({ type: "person", person: null });
    expect(pressed()).toBe("Nobody in particular");
  });
});

describe("get me someone who can fix this", () => {
  it("is kept while the line is down, goes out by itself, and is safe as words are", async () => {
    await waits();
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
    expect(stage.text).toContain("We're getting you somebody who can fix this.");
    await stage.clicks("Get me someone who can fix this");
    await stage.hears(...stage.history.happen("say"));
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(1);
  });

  it("may be asked for again once somebody came", async () => {
    await waits({ escalated: false });
    await stage.clicks("Get me someone who can fix this");
    await acked("escalate");
    await stage.hears(...stage.history.happen("pick_up"));
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(2);
  });
});
