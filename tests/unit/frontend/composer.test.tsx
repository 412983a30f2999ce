import { describe, expect, test } from "vitest";
import type { AgentEvent, AgentRow } from "../../../widget/src/wire/wire";
import { ana, card, faceOf, LIMITS, row, said, tom, welcome } from "./people";
import { press, type Screen, show, type } from "./screen";
import { type Sat, sit } from "./socket";

const TALK = "talk-0001";
const PATH = `/console/ridge/c/${TALK}`;

async function talking(over: Partial<AgentRow> = {}): Promise<Sat & { readonly screen: Screen }> {
  const here = row(TALK, { visitor: card(), ...over });
  const sat = sit(welcome([here]));
  const screen = await show(PATH, sat);
  const entries = [said(1, faceOf(card()), "One")];
  const opened: AgentEvent = { type: "opened", row: here, after: 0, entries, earlier: false };
  await screen.drawn(() => sat.socket().hears(opened));
  return { ...sat, screen };
}

const area = (screen: Screen) => screen.find("textarea") as HTMLTextAreaElement;

describe("Enter", () => {
  test("sends, and empties the composer", async () => {
    const { screen, socket } = await talking();
    await screen.drawn(() => type(area(screen), "Five is fine."));
    area(screen).focus();
    await screen.drawn(() => press("Enter"));
    expect(socket().of("reply")).toMatchObject([{ conversation: TALK, text: "Five is fine." }]);
    expect(area(screen).value).toBe("");
    expect(screen.find(".say.sending")?.textContent).toBe("Five is fine.");
  });

  test.each([
    ["while an input method composes", { isComposing: true }],
    ["when Safari says that it ends a composition", { keyCode: 229 }],
    ["with Shift, which breaks the line", { shiftKey: true }],
  ])("does not send %s", async (_, over) => {
    const { screen, socket } = await talking();
    await screen.drawn(() => type(area(screen), "日本"));
    area(screen).focus();
    let event: KeyboardEvent | undefined;
    await screen.drawn(() => {
      event = press("Enter", over);
    });
    expect(socket().of("reply")).toEqual([]);
    expect(event?.defaultPrevented).toBe(false);
    expect(area(screen).value).toBe("日本");
  });

  test("sends neither nothing nor too much, and says how much too much", async () => {
    const { screen, socket } = await talking();
    for (const text of ["  \n ", "x".repeat(LIMITS.text_max + 3)]) {
      await screen.drawn(() => type(area(screen), text));
      area(screen).focus();
      await screen.drawn(() => press("Enter"));
    }
    expect(socket().of("reply")).toEqual([]);
    expect(screen.text()).toContain("3 characters too many");
  });
});

describe("half-written words", () => {
  test("are there again after a reload, each conversation's and each kind's own", async () => {
    const first = await talking();
    await first.screen.drawn(() => type(area(first.screen), "Half a reply"));
    await first.screen.drawn(() => first.screen.button("Note").click());
    await first.screen.drawn(() => type(area(first.screen), "Half a note"));
    const again = await show(PATH, sit(welcome([row(TALK, { visitor: card() })])));
    expect(area(again).value).toBe("Half a reply");
    await again.drawn(() => again.button("Note").click());
    expect(area(again).value).toBe("Half a note");
    const other = await show("/console/ridge/c/talk-0002", sit(welcome([row("talk-0002")])));
    expect(area(other).value).toBe("");
  });

  test("stay in sight when somebody else takes the conversation", async () => {
    const { screen, socket } = await talking();
    await screen.drawn(() => type(area(screen), "Half a reply"));
    const rows = [row(TALK, { visitor: card(), agent: tom.id })];
    await screen.drawn(() => socket().hears({ type: "rows", revision: 1, rows }));
    expect(screen.text()).toContain("Your reply was not sent, and is kept: Half a reply");
    await screen.drawn(() => screen.button("Make it a note").click());
    expect(area(screen).value).toBe("Half a reply");
  });
});

test("N writes a note, which has its own label and never becomes a reply", async () => {
  const { screen, socket } = await talking();
  area(screen).blur();
  await screen.drawn(() => press("n"));
  expect(document.activeElement).toBe(area(screen));
  expect(area(screen).getAttribute("aria-label")).toBe("Write a note to the team");
  await screen.drawn(() => type(area(screen), "Only us"));
  await screen.drawn(() => press("Enter"));
  expect(socket().of("note")).toMatchObject([{ text: "Only us" }]);
  expect(socket().of("reply")).toEqual([]);
  expect(screen.find(".note.sending")?.textContent).toContain("Note, team only");
});

test("typing is told, once in a while, and never for a note", async () => {
  const { screen, socket } = await talking();
  await screen.drawn(() => type(area(screen), "F"));
  await screen.drawn(() => type(area(screen), "Fi"));
  expect(socket().of("typing")).toHaveLength(1);
  const other = await talking();
  await other.screen.drawn(() => other.screen.button("Note").click());
  await other.screen.drawn(() => type(area(other.screen), "F"));
  expect(other.socket().of("typing")).toEqual([]);
});

describe("what I may write", () => {
  test("in a colleague's conversation is notes alone, and it says why", async () => {
    const { screen } = await talking({ agent: tom.id });
    expect(screen.text()).toContain("Tom has this conversation and answers in it.");
    expect(area(screen).getAttribute("aria-label")).toBe("Write a note to the team");
    expect(() => screen.button("Reply")).toThrow();
    expect(() => screen.button("Close")).toThrow();
  });

  test("to somebody who waits begins with picking up", async () => {
    const { screen, socket } = await talking({ state: "waiting", agent: null });
    expect(screen.text()).toContain("Nobody is with them now.");
    await screen.drawn(() => screen.button("Pick up").click());
    expect(socket().of("pick_up")).toMatchObject([{ conversation: TALK }]);
  });

  test("in a closed one opens it again, and it says so", async () => {
    const { screen } = await talking({ state: "closed", agent: null });
    expect(screen.text()).toContain("Closed. Writing opens it again, with you.");
    expect(screen.button("Reply")).toBeTruthy();
  });

  test("to one who left is nothing that would reach them", async () => {
    const { screen } = await talking({ state: "left", agent: null });
    expect(screen.text()).toContain("Jonas Weber left, so nothing reaches them here.");
    expect(() => screen.button("Reply")).toThrow();
  });
});

test("E closes what is mine, and nothing else", async () => {
  const mine = await talking();
  area(mine.screen).blur();
  await mine.screen.drawn(() => press("e"));
  expect(mine.socket().of("close")).toMatchObject([{ conversation: TALK }]);
  localStorage.clear();
  const toms = await talking({ agent: tom.id });
  area(toms.screen).blur();
  await toms.screen.drawn(() => press("e"));
  expect(toms.socket().of("close")).toEqual([]);
});

test("refused words stay, dashed and with the reason; taken back, they are in the composer", async () => {
  const { screen, socket } = await talking();
  await screen.drawn(() => type(area(screen), "Mine"));
  area(screen).focus();
  await screen.drawn(() => press("Enter"));
  const about = socket().of("reply")[0]?.id as string;
  await screen.drawn(() => type(area(screen), "More"));
  await screen.drawn(() =>
    socket().hears({ type: "refused", about, code: "not_yours", field: null, message: "Tom has it." }),
  );
  expect(screen.find(".say.refused")?.textContent).toBe("Mine");
  expect(screen.text()).toContain("Not sent, kept here. Tom has it.");
  await screen.drawn(() => screen.button("Take it back to the composer").click());
  expect(area(screen).value).toBe("More\nMine");
  expect(screen.find(".say.refused")).toBeNull();
});

describe("words come out literally", () => {
  const HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> **bold** {{7*7}} 🚲 ‮שלום";

  test("a visitor's, in the log, the list and the column beside it", async () => {
    const visitor = card("visitor-x", {
      name: "<b>Nadia</b>",
      told: [{ name: "<i>order</i>", value: "<img src=x>" }],
      page: { title: "<u>Wheels</u>", url: "javascript:alert(1)" },
    });
    const { screen, socket } = await talking({ visitor });
    await screen.drawn(() =>
      socket().hears({ type: "entry", conversation: TALK, entry: said(2, faceOf(visitor), HOSTILE) }),
    );
    expect(screen.find(".theirs:last-of-type .words")?.textContent).toBe(HOSTILE);
    expect(screen.find(".p .s")?.textContent).toBe(HOSTILE);
    expect(screen.text()).toContain("<b>Nadia</b>");
    expect(screen.root.querySelectorAll("script, img, u, .person i, .theirs b b")).toHaveLength(0);
    expect(screen.root.querySelectorAll("a[href^='javascript']")).toHaveLength(0);
  });

  test("a colleague's note too; their reply is drawn from an allow-list", async () => {
    const { screen, socket } = await talking();
    const note = said(2, tom, "", { visitor_seq: null, body: { type: "note", text: HOSTILE } });
    const html = "<p><strong>Yes</strong><img src=x onerror=alert(3)><script>alert(4)</script></p>";
    const reply = said(3, ana, "", { body: { type: "message", text: "**Yes**", html } });
    await screen.drawn(() => {
      socket().hears({ type: "entry", conversation: TALK, entry: note });
      socket().hears({ type: "entry", conversation: TALK, entry: reply });
    });
    expect(screen.find(".note .words")?.textContent).toBe(HOSTILE);
    expect(screen.find(".ours strong")?.textContent).toBe("Yes");
    expect(screen.root.querySelectorAll("script, img")).toHaveLength(0);
  });
});
