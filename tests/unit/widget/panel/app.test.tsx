import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../../../widget/src/panel/host";
import type { ToHost } from "../../../../widget/src/post";
import { comes } from "../../patience";
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

describe("the conversation", () => {
  it("says what happens: ringing, picked up, put down", async () => {
    await stage.opens();
    await stage.says("Hello");
    expect(stage.text).toContain("You’re in line.");
    await stage.hears(...stage.history.happen("ring"));
    expect(stage.text).toContain("We’re ringing Tom.");
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
    await stage.says("Can you fit wider tyres?");
    expect(stage.text).toContain("Nobody is here right now.");
    expect(stage.text).toContain("the first person in sees it");
    vi.useFakeTimers();
    await stage.drops();
    await act(() => void vi.advanceTimersByTime(2_000));
    vi.useRealTimers();
    expect(stage.text).toContain("we’re redialling");
    expect(stage.text).not.toContain("Nobody is here right now");
  });

  it("says that it lasts no longer than the page where the browser keeps nothing", async () => {
    const forbidden = () => {
      throw new DOMException("no", "SecurityError");
    };
    stage = new Stage(Object.assign(new Shelf(), { getItem: forbidden, setItem: forbidden, key: forbidden }));
    await stage.opens();
    await stage.says("Hello");
    expect(stage.box.querySelectorAll(".own.safe")).toHaveLength(1);
    expect(stage.text).toContain("lasts as long as this page");
  });

  it("is a log for ears", async () => {
    await stage.opens();
    await stage.says("Hello");
    expect(stage.box.querySelector("[role=log]")?.textContent).toContain("Hello");
  });

  it("fetches what a lost hint left out, once", async () => {
    await stage.opens();
    await stage.says("Hello");
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
    await stage.says("Hello");
    stage.history.happen("leave");
    stage.history.happen("say");
    await stage.hears(stage.history.beat());
    await stage.connects();
    expect(stage.session.state.talk?.id).toBe(stage.history.id);
  });

  it("tells the team what was read only when it was before the visitor's eyes", async () => {
    await stage.opens();
    await stage.says("Hello");
    await stage.hears(...stage.history.happen("pick_up"), ...stage.history.happen("reply"));
    expect(stage.sent("read").at(-1)).toMatchObject({ seq: 3 });
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
    await stage.says("Hello");
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
    await stage.says("Hello");
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
    await comes(() => expect(stage.text).toContain("What we know about you"));
    const item = [...stage.box.querySelectorAll<HTMLElement>("[role=menuitem]")][1];
    expect(item?.textContent).toContain("5 things");
    item?.click();
    await comes(() => expect(stage.box.querySelectorAll(".facts li")).toHaveLength(5));
    for (const fact of ["Visitor from Berlin", "20418", "Wheels", "British English", "Europe/Berlin"])
      expect(stage.text).toContain(fact);
  });
});
