/** The tag on somebody's page. Long, because the page, its frames and what they tell each other are made by hand here. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from "vitest";
import type { ToHost } from "../../../../widget/src/post";

const BASE = "https://phone.example";
const SLOT = "bluephone/site-key";

let roots: ShadowRoot[];
let beacons: { url: string; body: { origin: string; problem: string } }[];
let warned: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  roots = [];
  beacons = [];
  warned = [];
  // The root is closed to the page, and so to this test: it is caught where it is made.
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, "attachShadow").mockImplementation(function (this: Element, how) {
    expect(how.mode).toBe("closed");
    const root = attach.call(this, { mode: "open" });
    roots.push(root);
    return root;
  });
  // Frames whose pages are not loaded, but whose windows are there to be talked to.
  const windows = new WeakMap<HTMLIFrameElement, object>();
  vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockImplementation(function (
    this: HTMLIFrameElement,
  ) {
    const inside = windows.get(this) ?? { postMessage: vi.fn() };
    windows.set(this, inside);
    return inside as Window & typeof globalThis;
  });
  vi.spyOn(HTMLIFrameElement.prototype, "src", "set").mockImplementation(function (
    this: HTMLIFrameElement,
    src,
  ) {
    this.dataset.src = src;
  });
  // A frame without an address is loaded from nowhere, so the document may load it.
  Object.assign((window as unknown as { happyDOM: { settings: object } }).happyDOM.settings, {
    enableIframePageLoading: true,
    disableIframePageLoading: false,
  });
  vi.spyOn(navigator, "sendBeacon").mockImplementation((url, body) => {
    beacons.push({ url: String(url), body: JSON.parse(String(body)) });
    return true;
  });
  vi.spyOn(console, "warn").mockImplementation((text) => warned.push(text));
});

afterEach(() => {
  vi.useRealTimers();
  delete window.Bluephone;
  vi.unstubAllGlobals();
  localStorage.clear();
  for (const made of document.querySelectorAll("html > div")) made.remove();
});

/** The page carries the tag, and the script runs. */
async function runs(attributes: Record<string, string> = {}): Promise<void> {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries({ "data-site": "site-key", ...attributes }))
    script.setAttribute(name, value);
  Object.defineProperty(script, "src", { value: `${BASE}/bluephone.js` });
  Object.defineProperty(document, "currentScript", { value: script, configurable: true });
  await import("../../../../widget/src/loader/main");
}

const find = <T extends Element>(what: string) => roots[0]?.querySelector<T>(what) ?? null;
const bell = () => find<HTMLButtonElement>(".bell") as HTMLButtonElement;
const frame = () => find<HTMLIFrameElement>("iframe");

/** The panel says something; or somebody else does, who says they are it. */
function says(message: ToHost, from: { origin?: string; source?: unknown } = {}): void {
  const event = new MessageEvent("message", { data: { bluephone: message }, origin: from.origin ?? BASE });
  Object.defineProperty(event, "source", { value: "source" in from ? from.source : frame()?.contentWindow });
  window.dispatchEvent(event);
}

/** What the panel is told from here on. */
function hears(): unknown[] {
  const told: unknown[] = [];
  const post = frame()?.contentWindow?.postMessage as unknown as Mock;
  post.mockImplementation((message: { bluephone: unknown }, origin: string) => {
    expect(origin).toBe(BASE);
    told.push(message.bluephone);
  });
  return told;
}

const LAST = { name: "Ana", letters: "AR", face: "background:red", words: "<b>Your wheel</b> is ready." };

describe("a page with the tag", () => {
  it("asks the network for nothing before somebody shows intent", async () => {
    await runs();
    vi.advanceTimersByTime(60_000);
    expect(frame()).toBeNull();
    expect(bell()).not.toBeNull();
    expect(roots[0]?.querySelectorAll("[src], [href], link, img")).toHaveLength(0);
  });

  it("has one global and one element more, whatever its own style", async () => {
    const before = new Set(Object.keys(window));
    const children = document.documentElement.children.length;
    await runs();
    expect(Object.keys(window).filter((name) => !before.has(name))).toEqual(["Bluephone"]);
    expect(Object.keys(window.Bluephone ?? {})).toEqual(["open", "close"]);
    expect(document.documentElement.children.length).toBe(children + 1);
    expect(document.querySelectorAll("style")).toHaveLength(0);
  });

  it("may carry it twice", async () => {
    await runs();
    vi.resetModules();
    await runs();
    expect(roots).toHaveLength(1);
  });

  it("may hide the launcher and open the panel itself", async () => {
    await runs({ "data-hidden": "" });
    expect(bell().hidden).toBe(true);
    window.Bluephone?.open();
    expect(frame()?.classList.contains("on")).toBe(true);
    window.Bluephone?.close();
    expect([bell().hidden, frame()?.classList.contains("on")]).toEqual([true, false]);
  });

  it("works where storage throws", async () => {
    const forbidden = () => {
      throw new DOMException("no", "SecurityError");
    };
    vi.stubGlobal("localStorage", { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
    await runs();
    bell().click();
    says({ type: "ready" });
    says({ type: "ongoing", ongoing: true });
    expect(frame()?.classList.contains("on")).toBe(true);
  });
});

describe("intent", () => {
  it.each(["pointerenter", "focus", "pointerdown"])(
    "shown by %s loads the panel, once, and does not open it",
    async (intent) => {
      await runs();
      bell().dispatchEvent(new Event(intent));
      bell().dispatchEvent(new Event(intent));
      expect(roots[0]?.querySelectorAll("iframe")).toHaveLength(1);
      expect(frame()?.dataset.src).toBe(`${BASE}/panel/site-key#host=${location.origin}&here=undefined`);
      expect(frame()?.classList.contains("on")).toBe(false);
    },
  );

  it("of a visitor whose conversation goes on is known: the panel is loaded in idle time", async () => {
    localStorage.setItem(SLOT, "ongoing");
    await runs();
    vi.advanceTimersByTime(1_000);
    expect(frame()).not.toBeNull();
  });

  it("opens the panel in the launcher's place, and closing gives the place back", async () => {
    await runs();
    bell().click();
    expect([bell().hidden, frame()?.classList.contains("on")]).toEqual([true, true]);
    says({ type: "close" });
    expect([bell().hidden, frame()?.classList.contains("on")]).toEqual([false, false]);
    expect(roots[0]?.activeElement).toBe(bell());
  });
});

describe("on a phone, where the panel covers the page", () => {
  let narrow: { matches: boolean; onchange?: () => void };
  const inert = () => document.body.hasAttribute("inert");

  beforeEach(async () => {
    narrow = { matches: true };
    vi.stubGlobal("matchMedia", () => narrow);
    document.body.inert = false;
    await runs();
  });

  it("nothing of the page takes the focus until it closes, or the window widens", () => {
    bell().click();
    expect(inert()).toBe(true);
    says({ type: "close" });
    expect(inert()).toBe(false);
    window.Bluephone?.open();
    narrow.matches = false;
    narrow.onchange?.();
    expect(inert()).toBe(false);
    narrow.matches = true;
    narrow.onchange?.();
    expect(inert()).toBe(true);
    window.Bluephone?.close();
    expect(inert()).toBe(false);
  });

  it("a page that was inert before stays as it was", () => {
    document.body.inert = true;
    window.Bluephone?.open();
    window.Bluephone?.close();
    expect(inert()).toBe(true);
    document.body.inert = false;
  });

  it("a page beside the panel is never touched", () => {
    narrow.matches = false;
    bell().click();
    expect(inert()).toBe(false);
  });
});

describe("the talk with the panel", () => {
  it("begins with the page and what its owner tells, and goes on when the page changes", async () => {
    await runs({ "data-fact-order": "20418", "data-fact-plan": "Spring" });
    bell().click();
    const told = hears();
    says({ type: "ready" });
    const facts = [
      { name: "order", value: "20418" },
      { name: "plan", value: "Spring" },
    ];
    expect(told).toEqual([
      { type: "page", page: { url: location.href, title: document.title }, told: facts },
      { type: "shown", shown: true },
    ]);
    document.title = "Another page";
    vi.advanceTimersByTime(1_000);
    expect(told.at(-1)).toMatchObject({ type: "page", page: { title: "Another page" } });
    const count = told.length;
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(count);
  });

  it("names the team that the page asks for", async () => {
    await runs({ "data-team": "The workshop" });
    bell().click();
    const told = hears();
    says({ type: "ready" });
    expect(told[0]).toMatchObject({ type: "page", team: "The workshop" });
  });

  it("tells a silent panel nothing", async () => {
    await runs();
    bell().click();
    const told = hears();
    document.title = "Elsewhere";
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }],
    ["another window", { source: window }],
    ["no window", { source: null }],
  ])("hears nothing from %s", async (_, from) => {
    await runs();
    bell().click();
    says({ type: "close" }, from);
    says({ type: "ongoing", ongoing: true }, from);
    expect(frame()?.classList.contains("on")).toBe(true);
    expect(localStorage.getItem(SLOT)).toBeNull();
  });

  it("remembers that a conversation goes on, and forgets it when it ended", async () => {
    await runs();
    bell().click();
    says({ type: "ready" });
    says({ type: "ongoing", ongoing: true });
    expect(localStorage.getItem(SLOT)).toBe("ongoing");
    says({ type: "ongoing", ongoing: false });
    expect(localStorage.getItem(SLOT)).toBeNull();
  });

  it("rests the phone when nobody is here", async () => {
    await runs();
    bell().dispatchEvent(new Event("focus"));
    says({ type: "here", here: false });
    expect(bell().className).toBe("bell");
    says({ type: "here", here: true });
    expect(bell().className).toBe("bell here");
  });
});

describe("unread words", () => {
  const peek = () => find<HTMLElement>(".peek") as HTMLElement;

  beforeEach(async () => {
    localStorage.setItem(SLOT, "ongoing");
    await runs();
    vi.advanceTimersByTime(1_000);
    says({ type: "ready" });
    says({ type: "ongoing", ongoing: true });
  });

  it("are counted and peeked at, literally", () => {
    says({ type: "unread", count: 2, last: LAST });
    expect(find(".bell b")?.textContent).toBe("2");
    expect(peek().hidden).toBe(false);
    expect(peek().textContent).toContain("<b>Your wheel</b> is ready.");
    says({ type: "unread", count: 0, last: null });
    expect([peek().hidden, find<HTMLElement>(".bell b")?.hidden]).toEqual([true, true]);
  });

  it("can be put away, and do not come back by themselves, nor on the next page", async () => {
    says({ type: "unread", count: 1, last: LAST });
    find<HTMLButtonElement>(".peek button")?.click();
    expect(peek().hidden).toBe(true);
    expect(frame()?.classList.contains("on")).toBe(false);
    says({ type: "unread", count: 2, last: LAST });
    expect(peek().hidden).toBe(true);
    expect(localStorage.getItem(SLOT)).toBe("quiet");
    says({ type: "ongoing", ongoing: true });
    expect(localStorage.getItem(SLOT)).toBe("quiet");
  });

  it("are not peeked at while the panel is open", () => {
    bell().click();
    says({ type: "unread", count: 1, last: LAST });
    expect(peek().hidden).toBe(true);
  });

  it("open the panel when they are touched", () => {
    says({ type: "unread", count: 1, last: LAST });
    peek().click();
    expect(frame()?.classList.contains("on")).toBe(true);
  });
});

describe("an owner whose page cannot have the panel", () => {
  it("shows visitors no lifted phone: it knows of nobody who is here", async () => {
    await runs();
    expect(bell().className).toBe("bell");
    expect(bell().ariaLabel).toBe("Leave a message");
  });

  it("is told when the server does not know this page", async () => {
    await runs();
    expect(beacons).toEqual([
      {
        url: `${BASE}/api/v1/sites/site-key/seen`,
        body: { origin: location.origin, problem: "origin_not_allowed" },
      },
    ]);
    expect(warned[0]).toContain(location.origin);
  });

  it("is told when framing is refused, and the launcher leads to the page that needs no frame", async () => {
    await runs();
    const opened = vi.spyOn(window, "open").mockReturnValue(null);
    bell().click();
    frame()?.dispatchEvent(new Event("load"));
    vi.advanceTimersByTime(2_000);
    expect(beacons.at(-1)?.body.problem).toBe("framing_refused");
    expect(frame()?.classList.contains("on")).toBe(false);
    bell().click();
    expect(opened).toHaveBeenCalledWith(`${BASE}/talk/site-key`, "_blank", "noopener");
  });

  it("is left in peace when the panel came", async () => {
    await runs();
    bell().click();
    says({ type: "ready" });
    frame()?.dispatchEvent(new Event("load"));
    vi.advanceTimersByTime(2_000);
    expect(beacons.map(({ body }) => body.problem)).not.toContain("framing_refused");
  });
});

it("the loader's source holds the one place that the server fills", () => {
  const source = readFileSync("widget/src/loader/tag.ts", "utf8");
  expect(source.split('"__SITES__"')).toHaveLength(2);
});
