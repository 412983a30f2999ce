/** The ring: whose it is and why, how it is answered and how it ends. Long, because each end of a ring is told apart. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Bell } from "../../../frontend/src/ring/bell";
import type { AgentEvent } from "../../../widget/src/wire/wire";
import { ana, card, member, NADIA, row, tom, WORDS, welcome } from "./people";
import { press, type Screen, show, type } from "./screen";
import { type Sat, sit } from "./socket";

const ringing = (over = {}) =>
  row("talk-ring", { state: "ringing", visitor: NADIA, last: WORDS, because: "first_in_line", ...over });
const rings = (revision = 1): AgentEvent => ({ type: "rows", revision, rows: [ringing()] });
const answered = (revision = 2): AgentEvent => ({
  type: "rows",
  revision,
  rows: [ringing({ state: "engaged", since: null })],
});

async function desk(...more: readonly Sat[]): Promise<Sat & { readonly screen: Screen }> {
  const sat = sit(welcome([row("talk-mine")]));
  const screen = await show("/console/ridge/c/talk-mine", sat, ...more);
  const opened: AgentEvent = { type: "opened", row: row("talk-mine"), after: 0, entries: [], earlier: false };
  await screen.drawn(() => sat.socket().hears(opened));
  return { ...sat, screen };
}

const band = (screen: Screen) => screen.find("[role='alertdialog']");

describe("the band", () => {
  test("says who, their words, and why it rings for me", async () => {
    const { screen, socket } = await desk();
    expect(band(screen)).toBeNull();
    await screen.drawn(() => socket().hears(rings()));
    expect(band(screen)?.getAttribute("aria-label")).toBe("Nadia Haddad is ringing");
    expect(band(screen)?.textContent).toContain("The left crank came off");
    expect(band(screen)?.textContent).toContain("You, because: first in line.");
  });

  test("takes neither the focus nor a letter from who is writing", async () => {
    const { screen, socket } = await desk();
    const field = screen.find("textarea") as HTMLTextAreaElement;
    field.focus();
    type(field, "Five is f");
    await screen.drawn(() => socket().hears(rings()));
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("Five is f");
  });

  test("picks up by its button, and by its key from within the composer", async () => {
    const first = await desk();
    await first.screen.drawn(() => first.socket().hears(rings()));
    await first.screen.drawn(() => first.screen.button("Pick up").click());
    expect(first.socket().of("pick_up")).toMatchObject([{ conversation: "talk-ring" }]);
    expect(location.pathname).toBe("/console/ridge/c/talk-ring");

    localStorage.clear();
    const second = await desk();
    await second.screen.drawn(() => second.socket().hears(rings()));
    (second.screen.find("textarea") as HTMLTextAreaElement).focus();
    await second.screen.drawn(() => press("Enter", { altKey: true }));
    expect(second.socket().of("pick_up")).toMatchObject([{ conversation: "talk-ring" }]);
    expect(second.socket().of("reply")).toEqual([]);
  });

  test("goes when it is answered, here or on another screen of mine", async () => {
    const { screen, socket } = await desk();
    await screen.drawn(() => socket().hears(rings()));
    await screen.drawn(() => socket().hears(answered()));
    expect(band(screen)).toBeNull();
  });

  test("lets it go on to somebody else by its button, and by Esc, under the ring's own number", async () => {
    const first = await desk();
    await first.screen.drawn(() => first.socket().hears(rings()));
    await first.screen.drawn(() => first.screen.button("Not now").click());
    expect(first.socket().of("decline")).toMatchObject([{ conversation: "talk-ring", offer: 1 }]);
    expect(band(first.screen)).toBeNull();
    // Another ring of the same conversation is another matter.
    const again = ringing({ offer: 2 });
    await first.screen.drawn(() => first.socket().hears({ type: "rows", revision: 2, rows: [again] }));
    expect(band(first.screen)).not.toBeNull();

    localStorage.clear();
    const second = await desk();
    await second.screen.drawn(() => second.socket().hears(rings()));
    second.screen.find("textarea")?.focus();
    await second.screen.drawn(() => press("Escape"));
    // The first Esc leaves the composer, and nothing more.
    expect(second.socket().of("decline")).toEqual([]);
    await second.screen.drawn(() => press("Escape"));
    expect(second.socket().of("decline")).toMatchObject([{ offer: 1 }]);
  });

  test("names the key that acts: Enter alone sends while somebody writes", async () => {
    const { screen, socket } = await desk();
    screen.find("textarea")?.blur();
    await screen.drawn(() => socket().hears(rings()));
    expect(band(screen)?.textContent).toContain("Not nowEsc");
    expect(band(screen)?.textContent).toMatch(/Pick up↵$/);
    await screen.drawn(() => screen.find("textarea")?.focus());
    expect(band(screen)?.textContent).not.toContain("Esc");
    expect(band(screen)?.textContent).toMatch(/Pick up.+↵$/);
    await screen.drawn(() => screen.find("textarea")?.blur());
    await screen.drawn(() => press("Enter"));
    expect(socket().of("pick_up")).toMatchObject([{ conversation: "talk-ring", offer: 1 }]);
  });

  test("in ring mode, looking into the conversation answers nothing; its button does", async () => {
    const sat = sit(welcome([ringing()], { mode: "ring" }));
    const screen = await show("/console/ridge/c/talk-ring", sat);
    expect(sat.socket().of("pick_up")).toEqual([]);
    expect(screen.text()).toContain("It rings for you. Pick up to answer.");
    expect(screen.find(".compose.reply")).toBeNull();
  });

  test("is for a colleague's asking too, with who and why", async () => {
    const { screen, socket } = await desk();
    const asks = ringing({
      state: "engaged",
      agent: tom.id,
      members: [member(ana, { state: "asked", asked_by: tom, why: "you built this wheel", offer: 7 })],
    });
    await screen.drawn(() => socket().hears({ type: "rows", revision: 1, rows: [asks] }));
    expect(band(screen)?.textContent).toContain("Tom asks you in: you built this wheel");
    await screen.drawn(() => screen.button("Pick up").click());
    expect(socket().of("pick_up")).toMatchObject([{ conversation: "talk-ring", offer: 7 }]);
  });

  test("rings for everybody when nobody answered, also for one who is away; Not now is told to nobody", async () => {
    const { screen, socket } = await desk();
    const all = ringing({ state: "waiting", agent: null, calling_all: true });
    const me = { ...welcome().me, presence: "away" as const, away_because: "no_answer" as const };
    await screen.drawn(() => {
      socket().hears({ type: "presence", me });
      socket().hears({ type: "rows", revision: 1, rows: [all] });
    });
    expect(band(screen)?.textContent).toContain("Nobody answered, so it rings for everybody here.");
    await screen.drawn(() => screen.button("Not now").click());
    expect(socket().of("decline")).toEqual([]);
    expect(band(screen)).toBeNull();
  });

  test("Not now is for this ring: when it rings for everybody once more, it rings here too", async () => {
    const { screen, socket } = await desk();
    const all = ringing({ state: "waiting", agent: null, calling_all: true });
    let revision = 0;
    const hears = (over = {}) =>
      screen.drawn(() => socket().hears({ type: "rows", revision: ++revision, rows: [{ ...all, ...over }] }));
    await hears();
    await screen.drawn(() => screen.button("Not now").click());
    await hears({ head: 2 });
    expect(band(screen)).toBeNull();
    // In between it rang for Tom, who did not answer either, and this screen heard only of the end of it.
    await hears({ offer: 2 });
    expect(band(screen)).not.toBeNull();
    await screen.drawn(() => screen.button("Not now").click());
    await hears({ offer: 2, calling_all: false });
    await hears({ offer: 2 });
    expect(band(screen)).not.toBeNull();
    await screen.drawn(() => screen.button("Not now").click());
    // A line that drops and comes back is no other ring.
    await screen.drawn(() => socket().close(1006));
    await screen.drawn(() => socket().hears(welcome([{ ...all, offer: 2 }], { revision })));
    expect(band(screen)).toBeNull();
  });

  test("says whose the last words are where they are not the visitor's", async () => {
    const { screen, socket } = await desk();
    const last = { ...WORDS, by: tom, text: "Let me ask" };
    await screen.drawn(() => socket().hears({ type: "rows", revision: 1, rows: [ringing({ last })] }));
    expect(band(screen)?.querySelector(".their")?.textContent).toBe("Tom: Let me ask");
  });

  test("never changes under the hand: another ring, though it comes first, waits behind it", async () => {
    const { screen, socket } = await desk();
    const first = ringing({
      id: "talk-more",
      visitor: card("visitor-sam", { name: "Sam Whitlock" }),
      order: 0,
    });
    await screen.drawn(() => socket().hears(rings()));
    await screen.drawn(() => socket().hears({ type: "rows", revision: 2, rows: [first] }));
    expect(band(screen)?.getAttribute("aria-label")).toBe("Nadia Haddad is ringing");
    expect(band(screen)?.textContent).toContain("1 other rings too.");
    await screen.drawn(() => socket().hears(answered(3)));
    expect(band(screen)?.getAttribute("aria-label")).toBe("Sam Whitlock is ringing");
  });

  test("is not for a colleague's ring, nor for what a dropped line once said", async () => {
    const { screen, socket } = await desk();
    await screen.drawn(() =>
      socket().hears({ type: "rows", revision: 1, rows: [ringing({ agent: tom.id })] }),
    );
    expect(band(screen)).toBeNull();
    await screen.drawn(() => socket().hears(rings(2)));
    expect(band(screen)).not.toBeNull();
    await screen.drawn(() => socket().close(1006));
    expect(band(screen)).toBeNull();
    expect(screen.text()).toContain("The line dropped, we’re redialling. Nothing you wrote is lost.");
  });

  test("rings for my other sites too, names them, and picks up there", async () => {
    const tea = sit(welcome([], { site: "tea", site_name: "Tea & Toast" }));
    const { screen } = await desk(tea);
    await screen.drawn(() => tea.socket().hears(rings()));
    expect(band(screen)?.textContent).toContain("on Tea & Toast");
    await screen.drawn(() => screen.button("Pick up").click());
    expect(tea.socket().of("pick_up")).toHaveLength(1);
    expect(location.pathname).toBe("/console/tea/c/talk-ring");
  });
});

describe("the signs", () => {
  beforeEach(() => {
    vi.spyOn(Bell.prototype, "ready", "get").mockReturnValue(true);
    vi.spyOn(Bell.prototype, "unlock").mockResolvedValue();
  });
  afterEach(() => vi.restoreAllMocks());

  test("the bell rings until it is answered; Not now stops it for this ring alone", async () => {
    const { screen, socket } = await desk();
    await screen.drawn(() => socket().hears(rings()));
    expect(screen.bell.ringing).toBe(true);
    await screen.drawn(() => screen.button("Not now").click());
    expect(screen.bell.ringing).toBe(false);
    const another = row("talk-more", { state: "ringing", last: WORDS });
    await screen.drawn(() => socket().hears({ type: "rows", revision: 2, rows: [another] }));
    expect(screen.bell.ringing).toBe(true);
    const gone = [ringing({ state: "engaged" }), { ...another, state: "engaged" as const }];
    await screen.drawn(() => socket().hears({ type: "rows", revision: 3, rows: gone }));
    expect(screen.bell.ringing).toBe(false);
  });

  test("the title says who rings, and is itself again afterwards", async () => {
    const { screen, socket } = await desk();
    expect(document.title).toBe("Ridgeline · Blue Phone");
    await screen.drawn(() => socket().hears(rings()));
    expect(document.title).toBe("(1) Ringing: Nadia Haddad");
    await screen.drawn(() => socket().hears(answered()));
    expect(document.title).toBe("Ridgeline · Blue Phone");
  });

  test("a notice of the desktop comes only where it was allowed, and when nobody looks", async () => {
    const shown: string[] = [];
    class Notice {
      static permission = "granted";
      onclick: (() => void) | null = null;
      constructor(title: string) {
        shown.push(title);
      }
      close() {
        shown.push("closed");
      }
    }
    vi.stubGlobal("Notification", Notice);
    const looks = vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const { screen, socket } = await desk();
    await screen.drawn(() => socket().hears(rings()));
    expect(shown).toEqual([]);
    looks.mockReturnValue(false);
    await screen.drawn(() => socket().hears(answered()));
    await screen.drawn(() => socket().hears(rings(3)));
    expect(shown).toEqual(["Nadia Haddad is ringing"]);
    await screen.drawn(() => socket().hears(answered(4)));
    expect(shown.at(-1)).toBe("closed");
  });
});

test("while no gesture has unlocked the sound, the screen says so", async () => {
  const { screen, socket } = await desk();
  expect(screen.text()).toContain("Sound is off until you click here.");
  expect(screen.button("Turn sound on")).toBeTruthy();
  await screen.drawn(() => socket().hears(rings()));
  expect(screen.bell.ringing).toBe(false);
  expect(screen.text()).toContain("Sound is off until you click here.");
});
