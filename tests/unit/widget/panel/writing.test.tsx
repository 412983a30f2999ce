import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Stage } from "./stage";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => {
  stage.leaves();
  document.body.replaceChildren();
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
    await stage.says("<script>alert(1)</script> *literally*");
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
    await stage.says("Hello");
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
