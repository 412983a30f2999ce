import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitorPresence } from "../../../../widget/src/wire/wire";
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

async function picks(label: string): Promise<void> {
  const radio = [...stage.box.querySelectorAll("label")]
    .find(({ textContent }) => textContent === label)
    ?.querySelector("input");
  if (!radio) throw new Error(`no choice ${label} in: ${stage.text}`);
  await act(() => radio.click());
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

describe("the ways on", () => {
  it("begin with waiting here, and nothing is sent before something is chosen", async () => {
    await stage.waits({ place: 3 });
    expect(stage.chosen).toBe("I’ll wait here");
    expect(stage.sent("choose")).toEqual([]);
  });

  it("take an address once it is one, and say what happens then", async () => {
    await stage.waits({ place: 3 });
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
    await stage.acks("choose");
    await stage.waits({ place: 3, reach });
    expect(stage.chosen).toBe("Write to me");
    expect(stage.text).toContain("Saved. Somebody writes to you at jonas@weber.example.");
  });

  it("take a number, for as soon as somebody is free or for when somebody is back", async () => {
    stage.history.presence = { ...present(), back: { at: TOMORROW, face: TOM } };
    await stage.hears({ type: "here", presence: stage.history.presence });
    await stage.waits({ place: 1 });
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
    await stage.acks("choose");
    await stage.waits({ place: 1, reach });
    expect(stage.text).toContain(
      "Saved. Somebody calls you on +49 30 1234567, tomorrow, Friday, at 9:00 or later.",
    );
  });

  it("go back to waiting here by one click", async () => {
    await stage.waits({ reach: { kind: "write", address: "jonas@weber.example", due: null } });
    await picks("I’ll wait here");
    expect(stage.sent("choose")).toMatchObject([{ reach: { kind: "here", address: "", due: null } }]);
    expect(stage.chosen).toBe("I’ll wait here");
  });

  it("keep a half-typed address over a reload, and forget it once it is saved", async () => {
    await stage.waits();
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
    await stage.waits();
    await picks("Write to me");
    await fills("jonas@weber.ex");
    await picks("Call me back");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("");
    await fills("+49 30");
    await picks("I’ll wait here");
    expect(stage.chosen).toBe("I’ll wait here");
    expect(stage.sent("choose")).toEqual([]);
    await picks("Write to me");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("jonas@weber.ex");
    expect(stage.text).toContain("Not saved yet.");
  });

  it("follow what another tab chose", async () => {
    await stage.waits();
    await stage.waits({ reach: { kind: "call", address: "+49 30 1234567", due: null } });
    expect(stage.chosen).toBe("Call me back");
    expect(stage.text).toContain("Saved. Somebody calls you on +49 30 1234567, as soon as somebody is free.");
  });

  it("chosen while the line is down go out by themselves, and only the last", async () => {
    await stage.waits();
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
    await stage.acks("choose");
    expect(stage.session.kept("choose")).toEqual([]);
  });

  it("go with the conversation when the server has forgotten the visitor", async () => {
    await stage.waits();
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
    await stage.waits();
    await picks("Write to me");
    await fills("a@b");
    await saves();
    const about = stage.sent("choose")[0]?.id;
    await stage.hears({ type: "refused", code: "out_of_bounds", message: "", field: "address", about });
    expect(stage.text).toContain("Not saved, kept here.");
    expect(stage.box.querySelector<HTMLInputElement>(".more input")?.value).toBe("a@b");
  });
});
