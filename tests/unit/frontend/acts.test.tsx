/** What an agent can do with a conversation, by button and by key. Long, because it is one list of all of it. */

import { describe, expect, test, vi } from "vitest";
import type { AgentEvent, AgentRow, AgentWelcome } from "../../../widget/src/wire/wire";
import { ana, card, colleague, faceOf, maya, member, NOW, row, said, tom, welcome } from "./people";
import { press, type Screen, show, type } from "./screen";
import { type Sat, sit } from "./socket";

const TALK = "talk-0001";
const PATH = `/console/ridge/c/${TALK}`;
const TEAM = [
  colleague(ana),
  colleague(maya, { presence: "away" }),
  colleague(tom, { load: 3 }),
  colleague({ kind: "agent", id: "agent-zoe", name: "Zoe Adler" }),
];

async function talking(
  over: Partial<AgentRow> = {},
  as: Partial<AgentWelcome> = {},
): Promise<Sat & { readonly screen: Screen }> {
  const here = row(TALK, { visitor: card(), ...over });
  const sat = sit(welcome([here], { team: TEAM, ...as }));
  const screen = await show(PATH, sat);
  const entries = [said(1, faceOf(card()), "One")];
  const opened: AgentEvent = { type: "opened", row: here, after: 0, entries, earlier: false };
  await screen.drawn(() => sat.socket().hears(opened));
  screen.find("textarea")?.blur();
  return { ...sat, screen };
}

const names = (screen: Screen) =>
  [...screen.root.querySelectorAll("dialog .people label b")].map(({ textContent }) => textContent);
const choose = (screen: Screen, name: string) => {
  const label = [...screen.root.querySelectorAll("dialog .people label")].find(
    (one) => one.querySelector("b")?.textContent === name,
  );
  label?.querySelector("input")?.click();
};
const submit = (screen: Screen) =>
  screen.find("dialog form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

describe("putting aside", () => {
  test("Z puts mine aside, and takes it up again", async () => {
    const mine = await talking();
    await mine.screen.drawn(() => press("z"));
    expect(mine.socket().of("hold")).toMatchObject([{ conversation: TALK }]);
    const held = await talking({ state: "held" });
    expect(held.screen.text()).toContain("Put aside. You can write all the same, or take it up again.");
    await held.screen.drawn(() => press("z"));
    expect(held.socket().of("resume")).toMatchObject([{ conversation: TALK }]);
  });

  test("is not offered back while its visitor is away: it comes back by itself when they do", async () => {
    const gone = card(undefined, { online: false });
    const away = await talking({ state: "held", absent: true, visitor: gone });
    expect(away.screen.text()).toContain("It comes back to you by itself");
    expect(() => away.screen.button("Take up")).toThrow();
    await away.screen.drawn(() => press("z"));
    expect(away.socket().of("resume")).toEqual([]);
    const mine = await talking({ state: "held", visitor: gone });
    expect(mine.screen.text()).toContain("They are not on the page now.");
    expect(mine.screen.text()).not.toContain("by itself");
    expect(() => mine.screen.button("Take up")).toThrow();
    const written = { kind: "write", address: "jonas@weber.example", due: null } as const;
    const elsewhere = await talking({ state: "held", visitor: gone, reach: written });
    expect(elsewhere.screen.button("Take up")).toBeTruthy();
  });
});

describe("bringing somebody in", () => {
  test("B offers who is here first, in words and without numbers, and sends whom and why", async () => {
    const { screen, socket } = await talking();
    await screen.drawn(() => press("b"));
    expect(names(screen)).toEqual(["Zoe Adler", "Tom Berger", "Maya Chen"]);
    expect(screen.find("dialog .people")?.textContent).toMatch(
      /Here, with a place free.*Here, hands full.*Away/,
    );
    expect(screen.find("dialog .people")?.textContent).not.toMatch(/\d/);
    await screen.drawn(() => choose(screen, "Tom Berger"));
    await screen.drawn(() => type(screen.find("dialog input.input"), " he builds our wheels "));
    await screen.drawn(() => submit(screen));
    expect(socket().of("bring_in")).toMatchObject([
      { conversation: TALK, whom: tom.id, why: "he builds our wheels" },
    ]);
    expect(screen.find("dialog")).toBeNull();
  });

  test("is shown until they come, and can be taken back; a visitor's wish cannot", async () => {
    const asked = member(tom, { state: "asked" });
    const { screen, socket } = await talking({ members: [asked] });
    expect(screen.text()).toContain("Waiting for Tom to pick up.");
    await screen.drawn(() => screen.button("Never mind").click());
    expect(socket().of("uninvite")).toMatchObject([{ conversation: TALK, whom: tom.id }]);
    const kim = { kind: "insider" as const, id: "insider-kim", name: "Dr. Kim" };
    const linked = await talking({ members: [{ ...asked, face: kim, errand: "insider" }] });
    expect(linked.screen.text()).toContain("Dr. Kim has a link and has not come yet.");
    const fix = await talking({ members: [{ ...asked, errand: "fix", asked_by: null }], escalated: NOW });
    expect(fix.screen.text()).toContain("Asked for someone who can fix it. It rings for Tom.");
    expect(() => fix.screen.button("Never mind")).toThrow();
  });

  test("leaves out who is in, and says when nobody else is here", async () => {
    const team = [colleague(ana), colleague(tom), colleague(maya, { presence: "offline" })];
    const { screen } = await talking({ members: [member(tom)] }, { team });
    await screen.drawn(() => press("b"));
    expect(names(screen)).toEqual(["Maya Chen"]);
    expect(screen.find("dialog")?.textContent).toContain("Nobody else of the team is here right now.");
  });
});

describe("handing over", () => {
  const teams = [{ id: "team-0001", name: "Frames" }];

  test.each([
    ["Whoever is free", { whom: null, team: null }],
    ["Frames", { whom: null, team: "team-0001" }],
    ["Zoe Adler", { whom: "agent-zoe", team: null }],
  ])("H offers %s", async (name, sent) => {
    const { screen, socket } = await talking({}, { teams });
    await screen.drawn(() => press("h"));
    expect(names(screen).slice(0, 3)).toEqual(["Whoever is free", "Frames", "Zoe Adler"]);
    await screen.drawn(() => choose(screen, name));
    await screen.drawn(() => submit(screen));
    expect(socket().of("hand_over")).toMatchObject([{ conversation: TALK, why: "", ...sent }]);
  });

  test.each([
    ["asked", 1],
    ["joined", 0],
  ] as const)("a colleague who is %s, and what can be put aside: %i", async (state, held) => {
    const { screen, socket } = await talking({ members: [member(tom, { state })] });
    await screen.drawn(() => press("z"));
    expect(socket().of("hold")).toHaveLength(held);
  });

  test("whom I brought in can have it too", async () => {
    const { screen, socket } = await talking({ members: [member(tom)] });
    await screen.drawn(() => press("h"));
    await screen.drawn(() => choose(screen, "Tom Berger"));
    await screen.drawn(() => submit(screen));
    expect(socket().of("hand_over")).toMatchObject([{ conversation: TALK, whom: tom.id, team: null }]);
  });

  test("is warm: it says whom it waits for, and that I stay", async () => {
    const { screen } = await talking({ members: [member(tom, { state: "asked", errand: "take_over" })] });
    expect(screen.text()).toContain("Waiting for Tom to pick up. You stay until then.");
  });
});

describe("who came into a colleague's conversation", () => {
  test("may answer, bring others in and step out, and does not close it", async () => {
    const { screen, socket } = await talking({ agent: tom.id, members: [member(ana)] });
    expect(screen.find(".compose.reply")).not.toBeNull();
    expect(screen.find("header .title")?.textContent).toContain("with you and Tom");
    await screen.drawn(() => screen.button("Step out").click());
    expect(socket().of("step_out")).toMatchObject([{ conversation: TALK }]);
    await screen.drawn(() => press("e"));
    await screen.drawn(() => press("z"));
    expect([...socket().of("close"), ...socket().of("hold")]).toEqual([]);
  });

  test("picks up by the number that rings for them", async () => {
    const asked = member(ana, { state: "asked", asked_by: tom, offer: 5 });
    const { screen, socket } = await talking({ agent: tom.id, members: [asked] });
    expect(screen.find(".why-not")?.textContent).toContain("Tom asks you in.");
    await screen.drawn(() => (screen.find(".why-not button") as HTMLButtonElement).click());
    expect(socket().of("pick_up")).toMatchObject([{ offer: 5 }]);
  });
});

test("a phone’s menu says what is closed, so that nobody takes it for the menu itself", async () => {
  const { screen, socket } = await talking();
  await screen.drawn(() => screen.button("More").click());
  const item = screen.button("Close the conversation");
  expect(item.querySelector("svg")).not.toBeNull();
  await screen.drawn(() => item.click());
  expect(socket().of("close")).toMatchObject([{ conversation: TALK }]);
  expect(screen.find(".sheet")).toBeNull();
});

test("an escalation is a credit in the header, with who came in for it", async () => {
  const { screen } = await talking({ members: [member(maya, { errand: "fix", asked_by: null })] });
  expect(screen.find("header .credit")?.textContent).toBe("Asked for someone who can fix it. Maya came in");
  expect(screen.find("header .faces")?.getAttribute("aria-label")).toBe("In this conversation: you and Maya");
});

describe("an insider", () => {
  const URL = "https://phone.example/with#key-of-the-link";

  function server(calls: [string, string, unknown][], problem = false) {
    let invited = [{ id: "ins-0001", name: "Dr. Kim", why: "", expires_at: NOW + 3_600_000 }];
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      calls.push([init.method as string, path, init.body ? JSON.parse(init.body as string) : null]);
      if (problem && init.method === "POST")
        return new Response(JSON.stringify({ detail: "Too many links are out." }), { status: 422 });
      if (init.method === "DELETE") invited = [];
      const made = { ...invited[0], id: "ins-0002", name: "Lee Park", url: URL };
      const body = init.method === "POST" ? made : init.method === "GET" ? invited : null;
      return new Response(JSON.stringify(body), { status: 200 });
    });
  }

  async function inviting() {
    const { screen } = await talking();
    await screen.drawn(() => press("b"));
    await screen.drawn(() => screen.button("Somebody outside the team").click());
    await screen.drawn();
    return screen;
  }

  test("is invited with a name, a why and a term; the link is shown once, to copy", async () => {
    const calls: [string, string, unknown][] = [];
    server(calls);
    const screen = await inviting();
    expect(document.activeElement?.closest("label")?.textContent).toBe("Their name");
    expect(() => screen.button("Done")).toThrow();
    await screen.drawn(() => submit(screen));
    expect(screen.find("dialog")?.textContent).toContain("Say who it is for.");
    const [name, why] = [...screen.root.querySelectorAll<HTMLInputElement>("dialog input")];
    await screen.drawn(() => {
      type(name ?? null, "Lee Park");
      type(why ?? null, "knows the alloy");
    });
    await screen.drawn(() => submit(screen));
    await screen.drawn();
    const path = `/api/v1/sites/ridge/conversations/${TALK}/insiders`;
    expect(calls).toContainEqual(["POST", path, { name: "Lee Park", why: "knows the alloy", hours: 24 }]);
    expect(screen.find("dialog code")?.textContent).toBe(URL);
    expect(document.activeElement).toBe(screen.button("Copy"));
    expect(screen.button("Done")).toBeTruthy();
    await screen.drawn(() => screen.button("Back").click());
    expect(screen.text()).not.toContain(URL);
  });

  test("already invited is listed with the term, and can be withdrawn", async () => {
    const calls: [string, string, unknown][] = [];
    server(calls);
    const screen = await inviting();
    expect(screen.find("dialog ul")?.textContent).toMatch(/Dr\. KimThe link ends /);
    await screen.drawn(() => screen.button("Withdraw the link of Dr. Kim").click());
    await screen.drawn();
    expect(calls.some(([method, path]) => method === "DELETE" && path.endsWith("/insiders/ins-0001"))).toBe(
      true,
    );
    expect(screen.find("dialog ul")).toBeNull();
  });

  test("that could not be invited is told in the server's words, and nothing typed is lost", async () => {
    server([], true);
    const screen = await inviting();
    const [name] = [...screen.root.querySelectorAll<HTMLInputElement>("dialog input")];
    await screen.drawn(() => type(name ?? null, "Lee Park"));
    await screen.drawn(() => submit(screen));
    await screen.drawn();
    expect(screen.find("dialog .wrong")?.textContent).toContain("Too many links are out.");
    expect(name?.value).toBe("Lee Park");
  });
});

describe("the visitor's own person", () => {
  test("is shown with who stands in, and changed for good by a choice", async () => {
    const bodies: unknown[] = [];
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      bodies.push([init.method, path, JSON.parse(init.body as string)]);
      return new Response("{}", { status: 200 });
    });
    const { screen } = await talking({ visitor: card("visitor-jonas", { person: ana.id, backup: tom.id }) });
    expect(screen.find(".person")?.textContent).toContain("PersonAna (Tom when away)");
    await screen.drawn(() => screen.button("Change").click());
    const [person, , priority] = [...screen.root.querySelectorAll<HTMLSelectElement>(".own select")];
    const pick = (select: HTMLSelectElement | undefined, value: string) => {
      if (!select) throw new Error("nothing to choose from");
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    await screen.drawn(() => pick(person, maya.id));
    await screen.drawn(() => pick(person, ""));
    await screen.drawn(() => pick(priority, "2"));
    const path = "/api/v1/sites/ridge/visitors/visitor-jonas";
    expect(bodies).toEqual([
      ["PATCH", path, { person: maya.id }],
      ["PATCH", path, { person: null }],
      ["PATCH", path, { priority: 2 }],
    ]);
  });
});
