/**
 * An insider's page: the link's key, their wire in the console's words, and why the link is good no more.
 * Long, because the line it speaks over is made by hand here.
 */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Seat } from "../../../frontend/src/desk/seat";
import { App } from "../../../frontend/src/insider/app";
import { Key } from "../../../frontend/src/insider/key";
import { type Known, Line } from "../../../frontend/src/insider/line";
import { SITE, said } from "../../../frontend/src/insider/translate";
import type {
  AgentCommand,
  Face,
  InsiderCommand,
  InsiderEvent,
  InsiderWelcome,
  TeamEntry,
} from "../../../widget/src/wire/wire";
import { ana, card, faceOf, LIMITS, NOW } from "./people";
import { turn } from "./socket";

const olaf: Face = { kind: "insider", id: "insider-olaf", name: "Olaf Berg" };
const jonas = card();
const TALK = "talk-0001";
const KEY = "a-key-of-forty-three-random-characters-----";

function wrote(seq: number, text: string, by: Face = faceOf(jonas)): TeamEntry {
  return { seq, visitor_seq: seq, at: NOW, by, id: null, body: { type: "message", text, html: null } };
}

function welcome(over: Partial<InsiderWelcome> = {}): InsiderWelcome {
  return {
    type: "welcome",
    ...{ version: 1, now: NOW, limits: LIMITS, me: olaf, site_name: "Fernhill Bikes", asked_by: ana },
    ...{ why: "he builds our wheels", expires: Date.now() + 3_600_000, conversation: TALK, visitor: jonas },
    ...{ faces: [ana, olaf], entries: [wrote(1, "My wheel is bent.")], after: 0, head: 1, earlier: false },
    visitor_read: 0,
    ...over,
  };
}

/** The socket below the line, fed and read by hand. */
class Wire {
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly said: InsiderCommand[] = [];

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(code = 1000): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  hears(event: InsiderEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

let root: HTMLElement;
let wires: Wire[];
let redial: (() => void)[];
let forgotten: number;

beforeEach(() => {
  localStorage.clear();
  root = document.body.appendChild(document.createElement("div"));
  wires = [];
  redial = [];
  forgotten = 0;
});
afterEach(() => {
  render(null, root);
  root.remove();
});

const wire = () => wires.at(-1) as Wire;

/** The page, at a line that was dialled; `event` is what it hears first. */
async function enter(event?: InsiderEvent): Promise<Seat> {
  const known: Known = { invitation: null, left: false };
  const seat = new Seat(SITE, "a-key", "ws://localhost/ws/v1/insider", {
    socket: () => {
      wires.push(new Wire());
      return new Line(wire() as unknown as WebSocket, KEY, known) as unknown as WebSocket;
    },
    random: () => 0,
    now: () => 0,
    after: (_, doing) => {
      redial.push(doing);
      return () => redial.splice(redial.indexOf(doing), 1);
    },
    watch: () => () => {},
  });
  seat.start();
  const forget = () => {
    forgotten += 1;
  };
  await act(() => render(<App seat={seat} known={known} person="a-key" forget={forget} />, root));
  wire().onopen?.();
  if (event) await hear(event);
  return seat;
}

async function hear(...events: InsiderEvent[]): Promise<void> {
  await act(async () => {
    for (const event of events) wire().hears(event);
    await turn();
  });
}

async function ends(code = 4010): Promise<void> {
  await act(async () => {
    wire().close(code);
    await turn();
  });
}

/** Writes, and does not send. */
async function begin(text: string): Promise<void> {
  const area = root.querySelector("textarea");
  await act(async () => {
    if (area) area.value = text;
    area?.dispatchEvent(new Event("input", { bubbles: true }));
    await turn();
  });
}

describe("the link's key", () => {
  const shelf = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
  };

  it("leaves the address bar and stays in the tab, until it opens nothing", () => {
    const kept = shelf();
    const shown: string[] = [];
    const past = {
      replaceState: (_: unknown, __: string, path?: string | URL | null) => void shown.push(`${path}`),
    };
    const key = new Key({ hash: `#${KEY}`, pathname: "/with" }, past, kept);
    expect(key.read()).toBe(KEY);
    expect(shown).toEqual(["/with"]);
    const reloaded = new Key({ hash: "", pathname: "/with" }, past, kept);
    expect(reloaded.read()).toBe(KEY);
    reloaded.forget();
    expect(reloaded.read()).toBeNull();
    expect(kept.kept.size).toBe(0);
  });

  it("works once where the browser keeps nothing", () => {
    const past = { replaceState: () => {} };
    expect(new Key({ hash: `#${KEY}`, pathname: "/with" }, past, null).read()).toBe(KEY);
    expect(new Key({ hash: "", pathname: "/with" }, past, null).read()).toBeNull();
  });
});

describe("the wire", () => {
  it("says hello with the key and how far its copy goes", async () => {
    await enter(welcome());
    expect(wire().said[0]).toEqual({ type: "hello", key: KEY, cursor: 0 });
    await ends(1006);
    await act(async () => {
      redial.pop()?.();
      wire().onopen?.();
    });
    expect(wire().said[0]).toEqual({ type: "hello", key: KEY, cursor: 1 });
    await hear(welcome({ after: 1, head: 2, entries: [wrote(2, "Are you there?")] }));
    expect(root.textContent).toContain("My wheel is bent.");
    expect(root.textContent).toContain("Are you there?");
  });

  it("says nothing that an insider has no word for", () => {
    const deeds: AgentCommand[] = [
      { type: "open", conversation: TALK, after: 0 },
      { type: "refresh" },
      { type: "close", id: "client-1", conversation: TALK },
      { type: "set_presence", presence: "away", capacity: 1 },
    ];
    expect(deeds.map((deed) => said(deed, KEY))).toEqual([null, null, null, null]);
  });

  it("fetches what a beat tells is missing, and answers the beat", async () => {
    await enter(welcome());
    await hear({ type: "beat", n: 1, head: 3 });
    expect(wire().said).toContainEqual({ type: "fetch", conversation: TALK, after: 1 });
    expect(wire().said).toContainEqual({ type: "beat", n: 1 });
    await hear({
      ...{ type: "fetched", conversation: TALK, after: 1, head: 3 },
      entries: [wrote(2, "Two"), wrote(3, "Three")],
    });
    expect(root.textContent).toContain("Three");
  });

  it("draws the same, whether it heard of a change or came after it", async () => {
    const typed = () => root.querySelector("main")?.textContent;
    const now = [wrote(1, "My wheel is bent."), wrote(2, "It can be trued.", olaf)];
    await enter(welcome());
    await hear({ type: "entry", conversation: TALK, entry: now[1] as TeamEntry });
    await hear({ type: "with", faces: [olaf], ended: false });
    const heard = typed();
    render(null, root);
    await enter(welcome({ faces: [olaf], entries: now, head: 2 }));
    expect(typed()).toBe(heard);
  });
});

describe("the page", () => {
  it("says who asked and why, as whom one appears, until when, and who is in", async () => {
    await enter(welcome());
    expect(root.textContent).toContain("Ana asked you in.");
    expect(root.querySelector("q")?.textContent).toBe("he builds our wheels");
    expect(root.textContent).toContain("You appear as Olaf Berg.");
    expect(root.textContent).toMatch(/Your link ends (tomorrow, \w+, )?at \d+:\d\d\./);
    expect(root.textContent).toContain("with you and Ana");
    expect(document.title).toBe("Jonas Weber · Fernhill Bikes");
  });

  it("lets nothing be written while it is closed, and again when it goes on", async () => {
    await enter(welcome());
    expect(root.querySelector("textarea")).not.toBeNull();
    await begin("One more thing");
    await hear({ type: "with", faces: [], ended: true });
    expect(root.querySelector("textarea")).toBeNull();
    expect(root.textContent).toContain("What you had begun to write is kept: One more thing");
    expect(root.textContent).toContain("This conversation is closed, so nothing can be written.");
    await hear({ type: "with", faces: [ana, olaf], ended: false });
    expect(root.querySelector("textarea")?.value).toBe("One more thing");
  });

  it("keeps words while the line is down, and says so", async () => {
    const seat = await enter(welcome());
    await ends(1006);
    expect(root.textContent).toContain("The line dropped, we’re redialling.");
    await act(async () => {
      seat.reply(TALK, "I can be there at four.");
      await turn();
    });
    expect(root.textContent).toContain("I can be there at four.");
    await act(async () => {
      redial.pop()?.();
      wire().onopen?.();
    });
    await hear(welcome({ after: 1, entries: [] }));
    expect(wire().said).toContainEqual(
      expect.objectContaining({ type: "reply", text: "I can be there at four." }),
    );
  });

  it("leaves only when asked twice", async () => {
    await enter(welcome());
    const press = (name: string) =>
      act(async () => {
        [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name)?.click();
        await turn();
      });
    await press("Leave the conversation");
    expect(wire().said.some(({ type }) => type === "step_out")).toBe(false);
    await press("Leave now");
    expect(wire().said.some(({ type }) => type === "step_out")).toBe(true);
    await ends();
    expect(root.querySelector("h1")?.textContent).toBe("You left the conversation.");
  });
});

describe("a link that is good no more", () => {
  const heading = () => root.querySelector("h1")?.textContent;

  it("looks the same whatever it was, to one who never came in", async () => {
    await enter();
    await ends();
    expect(heading()).toBe("This link opens nothing any more.");
    expect(forgotten).toBe(1);
  });

  it("was withdrawn, and what was half written can still be copied", async () => {
    const seat = await enter(welcome());
    await begin("I was about to say");
    await ends();
    expect(heading()).toBe("Your link was withdrawn.");
    expect(root.textContent).toContain("If you are still needed, ask Ana for another.");
    expect(root.textContent).toContain("I was about to say");
    expect(root.textContent).not.toContain("My wheel is bent.");
    expect(seat.view.line).toBe("refused");
  });

  it("ran out", async () => {
    await enter(welcome({ now: Date.now(), expires: Date.now() - 1 }));
    await ends();
    expect(heading()).toBe("Your link has run out.");
  });

  it("ended with the visitor's leaving", async () => {
    await enter(welcome());
    const departed: TeamEntry = { ...wrote(2, ""), body: { type: "departed" } };
    await hear({ type: "entry", conversation: TALK, entry: departed });
    await ends();
    expect(heading()).toBe("Jonas left.");
  });

  it("is not to blame where the address is a wrong one", async () => {
    await enter();
    await hear({ type: "refused", code: "foreign_origin", message: "", field: null, about: null });
    expect(heading()).toBe("The server refused the line.");
    expect(forgotten).toBe(0);
  });
});
