import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../../../widget/src/panel/host";
import type { ToHost } from "../../../../widget/src/post";
import { Shelf } from "../link/fake";
import { ANA, present } from "./history";
import { Stage } from "./stage";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => {
  stage.leaves();
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** The visitor writes, and the server takes it. */
async function says(text: string): Promise<void> {
  await stage.types(text);
  await stage.presses("Enter");
  const { id } = stage.sent("say").at(-1) as { id: string };
  const told = stage.history
    .happen("say")
    .filter((event) => event.type === "acked" || event.type === "standing");
  await stage.hears(...told.map((event) => (event.type === "acked" ? { ...event, id } : event)));
}

describe("the first open", () => {
  it("shows who is here, one sentence and a box with the cursor in it: no form, no field before it", async () => {
    await stage.opens();
    expect(stage.text).toContain("Ana is here.");
    expect(stage.text).toContain("Write, and Ana picks up.");
    expect(stage.box.querySelectorAll("input, select, form, textarea")).toHaveLength(1);
    expect(document.activeElement).toBe(stage.field);
  });

  it("says plainly when nobody is here", async () => {
    stage.history.presence = present();
    await stage.opens();
    expect(stage.text).toContain("Nobody is here right now.");
    expect(stage.text).toContain("It is kept");
  });

  it("keeps nothing in the browser before the first words", async () => {
    await stage.opens();
    await stage.hears({ ...stage.history.welcome(), token: "a-token" });
    expect(stage.shelf.length).toBe(0);
    await stage.types("Hello");
    await stage.presses("Enter");
    expect(stage.session.vault.get("token")).toBe("a-token");
  });
});

describe("the composer", () => {
  it("sends on Enter, and empties", async () => {
    await stage.opens();
    await stage.types("Hello");
    await stage.presses("Enter");
    expect(stage.sent("say")).toMatchObject([{ text: "Hello", conversation: null }]);
    expect(stage.field.value).toBe("");
  });

  it.each([
    ["Shift is held", { shiftKey: true }],
    ["an input method composes", { isComposing: true }],
    ["an old input method composes", { keyCode: 229 }],
  ])("does not send on Enter while %s", async (_, how) => {
    await stage.opens();
    await stage.types("今日は");
    await stage.presses("Enter", how);
    expect(stage.sent("say")).toEqual([]);
    expect(stage.field.value).toBe("今日は");
  });

  it("sends nothing of nothing", async () => {
    await stage.opens();
    await stage.types(" \n ");
    await stage.presses("Enter");
    expect(stage.sent("say")).toEqual([]);
  });

  it("says by how much it is too long, counted as the server counts, and keeps every word", async () => {
    await stage.opens();
    await stage.types("🚲".repeat(4_003));
    expect(stage.text).toContain("3 characters too long. It is all kept here.");
    await stage.presses("Enter");
    expect(stage.sent("say")).toEqual([]);
    await stage.types("🚲".repeat(4_000));
    expect(stage.text).not.toContain("too long");
    await stage.presses("Enter");
    expect(stage.sent("say")).toHaveLength(1);
  });

  it("keeps what is half written over a reload, and forgets it once it is sent", async () => {
    await stage.opens();
    await stage.types("Half a sen");
    await stage.reloads();
    expect(stage.field.value).toBe("Half a sen");
    await stage.presses("Enter");
    await stage.reloads();
    expect(stage.session.vault.get("draft")).toBeNull();
  });

  it("leaves out what no message may carry, and changes nothing else", async () => {
    await stage.opens();
    await stage.types("a\u0000b\u001b\ud800\tc\n<b>&amp;*x* 🚲 שלום\u202e");
    await stage.presses("Enter");
    expect(stage.sent("say")[0]?.text).toBe("ab\tc\n<b>&amp;*x* 🚲 שלום\u202e");
  });
});

describe("a message", () => {
  it("is an outline until it is durable, then it is safe, then read", async () => {
    await stage.opens();
    await stage.types("Hello");
    await stage.presses("Enter");
    expect(stage.box.querySelector(".own.sending")?.textContent).toContain("Hello");
    expect(stage.text).toContain("Sending");
    const { id } = stage.sent("say")[0] as { id: string };
    const [acked] = stage.history.happen("say");
    await stage.hears({ ...acked, id });
    expect(stage.box.querySelector(".own.safe")?.textContent).toContain("safe with us");
    expect(stage.box.querySelectorAll(".own")).toHaveLength(1);
    await stage.hears(...stage.history.happen("read"));
    expect(stage.box.querySelector(".own.safe")?.textContent).toContain("read");
  });

  it("comes out literally, on both sides", async () => {
    await stage.opens();
    await says("<script>alert(1)</script> *literally*");
    expect(stage.box.querySelector(".own")?.textContent).toContain("<script>alert(1)</script> *literally*");
    expect(stage.box.querySelector("script")).toBeNull();
  });

  it("that was refused says so, and goes out again when asked", async () => {
    await stage.opens();
    await stage.types("Hello");
    await stage.presses("Enter");
    const { id } = stage.sent("say")[0] as { id: string };
    await stage.hears({ type: "refused", code: "out_of_bounds", message: "", field: null, about: id });
    expect(stage.box.querySelector(".own.failed")?.textContent).toContain("Not sent, kept here");
    await stage.clicks("Try again");
    expect(stage.sent("say").map((said) => said.id)).toEqual([id, id]);
    expect(stage.box.querySelector(".own.sending")).not.toBeNull();
  });

  it("written while the line is down is kept over a reload, and goes out by itself, once", async () => {
    await stage.opens();
    await stage.drops();
    await stage.types("Are you there?");
    await stage.presses("Enter");
    expect(stage.sent("say")).toEqual([]);
    await stage.reloads();
    expect(stage.sent("say")).toMatchObject([{ text: "Are you there?" }]);
    expect(stage.box.querySelectorAll(".own")).toHaveLength(1);
  });

  it("for a server that forgot us goes out as a newcomer's", async () => {
    await stage.opens();
    await says("Hello");
    await stage.drops();
    await stage.types("Still there?");
    await stage.presses("Enter");
    stage.world.passes(15_000);
    stage.world.socket.opens();
    await stage.hears({ type: "refused", code: "unknown_token", message: "", field: "token", about: null });
    expect(stage.sent("hello").at(-1)).toMatchObject({ token: null, conversation: null, cursor: 0 });
    await stage.hears({ ...stage.history.welcome(), conversation: null, token: "another" });
    expect(stage.sent("say").at(-1)).toMatchObject({ text: "Still there?", conversation: null });
    expect(stage.session.vault.get("token")).toBe("another");
  });
});

describe("the conversation", () => {
  it("says what happens: ringing, picked up, put down", async () => {
    await stage.opens();
    await says("Hello");
    expect(stage.text).toContain("You're in line.");
    await stage.hears(...stage.history.happen("ring"));
    expect(stage.text).toContain("We're ringing Tom.");
    await stage.hears(...stage.history.happen("pick_up"));
    expect(stage.text).toContain("Ana picked up.");
    expect(stage.text).toContain("with you now");
    await stage.hears(...stage.history.happen("look"));
    expect(stage.text).toContain("Ana is writing");
    await stage.hears(...stage.history.happen("close"));
    await stage.fetches();
    expect(stage.text).toContain("Ana put the phone down.");
    expect(stage.field.placeholder).toBe("Write to us again");
  });

  it("is honest when nobody is here: the message is kept, and what happens next", async () => {
    stage.history.presence = present();
    await stage.opens();
    await says("Can you fit wider tyres?");
    expect(stage.text).toContain("Nobody is here right now.");
    expect(stage.text).toContain("the first person in sees it");
    vi.useFakeTimers();
    await stage.drops();
    await act(() => void vi.advanceTimersByTime(2_000));
    vi.useRealTimers();
    expect(stage.text).toContain("we're redialling");
    expect(stage.text).not.toContain("Nobody is here right now");
  });

  it("says that it lasts no longer than the page where the browser keeps nothing", async () => {
    const forbidden = () => {
      throw new DOMException("no", "SecurityError");
    };
    stage = new Stage(Object.assign(new Shelf(), { getItem: forbidden, setItem: forbidden, key: forbidden }));
    await stage.opens();
    await says("Hello");
    expect(stage.box.querySelectorAll(".own.safe")).toHaveLength(1);
    expect(stage.text).toContain("lasts as long as this page");
  });

  it("is a log for ears", async () => {
    await stage.opens();
    await says("Hello");
    expect(stage.box.querySelector("[role=log]")?.textContent).toContain("Hello");
  });

  it("fetches what a lost hint left out, once", async () => {
    await stage.opens();
    await says("Hello");
    vi.useFakeTimers();
    stage.history.happen("pick_up");
    await stage.hears(...stage.history.happen("reply"));
    vi.advanceTimersByTime(50);
    await stage.hears(stage.history.happen("reply")[0] as object);
    vi.advanceTimersByTime(50);
    expect(stage.sent("fetch")).toMatchObject([{ after: 1 }]);
    await stage.hears(stage.history.fetched(1));
    expect(stage.session.state.talk?.entries).toHaveLength(4);
  });

  it("dials anew when the beat tells of another conversation", async () => {
    await stage.opens();
    await says("Hello");
    stage.history.happen("leave");
    stage.history.happen("say");
    await stage.hears(stage.history.beat());
    await stage.connects();
    expect(stage.session.state.talk?.id).toBe(stage.history.id);
  });

  it("tells the team what was read only when it was before the visitor's eyes", async () => {
    await stage.opens();
    await says("Hello");
    await stage.hears(...stage.history.happen("pick_up"), ...stage.history.happen("reply"));
    expect(stage.sent("read").at(-1)).toMatchObject({ seq: 3 });
  });
});

describe("the two exits", () => {
  it("are on the first screen and in the conversation", async () => {
    await stage.opens();
    const exits = () => stage.box.querySelector(".exits")?.textContent;
    expect(exits()).toBe("Get me someone who can fix thisLet me leave");
    await says("Hello");
    expect(exits()).toBe("Get me someone who can fix thisLet me leave");
  });

  it("ask for somebody, once until something comes of it, and give the cursor back", async () => {
    await stage.opens();
    await stage.clicks("Get me someone who can fix this");
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(1);
    expect(stage.sent("say")).toEqual([]);
    expect(stage.box.querySelector(".own.sending")?.textContent).toContain("Get me someone who can fix this");
    expect(document.activeElement).toBe(stage.field);
  });

  it("let the visitor leave in one click; the question comes after, and may be skipped", async () => {
    await stage.opens();
    await says("Hello");
    await stage.clicks("Let me leave");
    expect(stage.sent("leave")).toHaveLength(1);
    expect(stage.text).not.toContain("Why");
    const { id } = stage.sent("leave")[0] as { id: string };
    const conversation = stage.history.id;
    stage.history.happen("leave");
    await stage.hears({ type: "left", id, departure: "departure", number: "7K4-2093", at: 1, conversation });
    expect(stage.text).toContain("You have left.");
    expect(stage.text).toContain("Receipt 7K4-2093");
    await vi.waitFor(() => expect(stage.text).toContain("Why, if you like?"));
    expect(stage.box.querySelector(".exits")?.textContent).toBe("Get me someone who can fix this");
    const [skip, send] = [...stage.box.querySelectorAll(".two button")];
    expect(skip?.className).toBe(send?.className);
    expect(stage.box.querySelectorAll("[aria-pressed=true]")).toHaveLength(0);
    expect(stage.box.querySelectorAll(".reason")).toHaveLength(9);
    await stage.clicks("Skip");
    expect(stage.sent("why")).toEqual([]);
    await stage.clicks("Talk to us again");
    expect(stage.text).toContain("Ana is here.");
  });

  it("keep the receipt over a reload, and send a reason in the visitor's own words", async () => {
    await stage.opens();
    await stage.clicks("Let me leave");
    const { id } = stage.sent("leave")[0] as { id: string };
    await stage.hears({ type: "left", id, departure: "departure", number: "7K4", at: 1, conversation: null });
    await stage.reloads();
    await vi.waitFor(() => expect(stage.text).toContain("Why, if you like?"));
    await stage.clicks("Too expensive");
    await stage.clicks("Send");
    expect(stage.sent("why")).toMatchObject([{ departure: "departure", reason: "too_expensive", words: "" }]);
    await stage.hears({ type: "thanked", id: stage.sent("why")[0]?.id, departure: "departure" });
    expect(stage.text).toContain("Thank you for saying why.");
  });

  it("take a leaving said while the line is down, and say when it takes effect", async () => {
    await stage.opens();
    await says("Hello");
    await stage.drops();
    await stage.clicks("Let me leave");
    expect(stage.text).toContain("Leaving");
    await vi.waitFor(() => expect(stage.text).toContain("as soon as the line is back"), 3_000);
    stage.world.passes(15_000);
    await stage.connects();
    expect(stage.sent("leave")).toHaveLength(1);
  });
});

describe("the panel in a page", () => {
  const told: ToHost[] = [];
  let show: (shown: boolean) => void;
  const host: Host = {
    tell: (message) => told.push(message),
    hear: (act) => {
      show = (shown) => act({ type: "shown", shown });
      return () => {};
    },
  };

  beforeEach(async () => {
    told.length = 0;
    stage = new Stage(new Shelf(), host);
    await stage.opens();
  });

  it("counts what is unread while it is shut, with the last words, and nothing once it is open", async () => {
    await says("Hello");
    await stage.hears(...stage.history.happen("pick_up"), ...stage.history.happen("reply"));
    expect(stage.sent("read")).toEqual([]);
    const unread = () => told.filter((message) => message.type === "unread").at(-1);
    expect(unread()).toMatchObject({ count: 1, last: { name: ANA.name, words: "Yes.", letters: "AN" } });
    await stage.hears();
    show(true);
    await stage.hears(...stage.history.happen("reply"));
    expect(unread()).toMatchObject({ count: 0, last: null });
    expect(stage.sent("read").at(-1)).toMatchObject({ seq: 4 });
  });

  it("tells whether somebody is here and whether a conversation goes on", async () => {
    expect(told).toContainEqual({ type: "here", here: true });
    expect(told).toContainEqual({ type: "ongoing", ongoing: false });
    await says("Hello");
    expect(told).toContainEqual({ type: "ongoing", ongoing: true });
  });

  it("asks to be closed by its button and by Escape, but not while an input method composes", async () => {
    await stage.presses("Escape", { isComposing: true });
    expect(told.filter(({ type }) => type === "close")).toHaveLength(0);
    await stage.presses("Escape");
    await stage.clicks("Close");
    expect(told.filter(({ type }) => type === "close")).toHaveLength(2);
  });

  it("shows what is known: what every agent sees", async () => {
    await stage.hears({
      ...stage.history.welcome(),
      told: [{ name: "order", value: "20418" }],
      page: { url: "https://fernhill.example/", title: "Wheels" },
    });
    await stage.clicks("More");
    await vi.waitFor(() => expect(stage.text).toContain("What we know about you"));
    const item = [...stage.box.querySelectorAll<HTMLElement>("[role=menuitem]")][1];
    expect(item?.textContent).toContain("5 things");
    item?.click();
    await vi.waitFor(() => expect(stage.box.querySelectorAll(".facts li")).toHaveLength(5));
    for (const fact of ["Visitor from Berlin", "20418", "Wheels", "British English", "Europe/Berlin"])
      expect(stage.text).toContain(fact);
  });
});
