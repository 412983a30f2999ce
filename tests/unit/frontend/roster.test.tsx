import { describe, expect, test } from "vitest";
import type { Known, Roster, RosterAgent } from "../../../frontend/src/roster/api";
import { comes } from "../patience";
import { choose, field, type Role, settled, visit } from "./owner";
import { NOW } from "./people";
import { type } from "./screen";
import { api, changed } from "./served";

const agent = (id: string, name: string, over: Partial<RosterAgent> = {}): RosterAgent => ({
  id,
  name,
  active: true,
  primary: 0,
  backup: 0,
  ...over,
});
const ROSTER: Roster = {
  cap: 100,
  agents: [
    agent("agent-tom", "Tom Berger", { primary: 104 }),
    agent("agent-ana", "Ana Ruiz", { primary: 62, backup: 1 }),
    agent("agent-ole", "Ole Gone", { active: false, primary: 3 }),
  ],
};
const visitor = (id: string, name: string, over: Partial<Known> = {}): Known => ({
  id,
  name,
  nameless: false,
  person: null,
  backup: null,
  priority: 0,
  seen: NOW,
  ...over,
});
const JONAS = visitor("v1", "Jonas Weber", { person: "agent-ole" });

const served = (over: Parameters<typeof api>[0] = {}) =>
  api({
    "GET sites/ridge/roster": () => ROSTER,
    "GET sites/ridge/roster/visitors": () => ({ visitors: [JONAS], next: null }),
    "PATCH sites/ridge/visitors/v1": (change: object) => ({ ...JONAS, ...change }),
    "POST sites/ridge/roster/move": () => ({ moved: 104 }),
    ...over,
  });
const open = (role?: Role) => visit("roster", role);
const searched = (asked: ReturnType<typeof api>) =>
  asked
    .filter(({ path }) => path.startsWith("sites/ridge/roster/visitors"))
    .map(({ path }) => path.split("?")[1]);

describe("the people", () => {
  test("stand by name, and by nothing else, with how many know each", async () => {
    served();
    const screen = await open();
    const people = [...screen.root.querySelectorAll(".members li b bdi")].map((one) => one.textContent);
    expect(people).toEqual(["Ana Ruiz", "Ole Gone", "Tom Berger"]);
    expect(screen.text()).toContain("the person of 62 visitors, backup of 1 visitor; room for 38 more");
    expect(screen.text()).toContain("4 more than the 100 that one person can know");
    expect(screen.text()).toContain("With 2 people that makes 200.");
  });

  test("give all their visitors to another, once it is said to whom", async () => {
    const asked = served();
    const screen = await open("lead");
    const moves = () => asked.filter(({ method }) => method === "POST").map(({ body }) => body);
    await screen.drawn(() => screen.button("Move all visitors of Tom Berger to somebody else").click());
    await screen.drawn(() => screen.button("Move 104 visitors").click());
    expect(screen.text()).toContain("Choose whose they become.");
    expect(moves()).toEqual([]);
    const whom = field<HTMLSelectElement>(screen, "Whoever has Tom Berger as their person or backup gets");
    expect([...whom.options].map(({ text }) => text)).toEqual(["Choose somebody", "Ana Ruiz"]);
    await screen.drawn(() => choose(whom, "agent-ana"));
    await settled(screen, () => screen.button("Move 104 visitors").click());
    expect(moves()).toEqual([{ from: "agent-tom", to: "agent-ana" }]);
    expect(screen.text()).toContain("The visitors of Tom Berger are Ana Ruiz’s now.");
    expect(searched(asked)).toHaveLength(2);
  });

  test("are moved about by leads and owners alone", async () => {
    served();
    const screen = await open("agent");
    expect(() => screen.button("Move all visitors of Tom Berger to somebody else")).toThrow();
    expect(screen.button("Show the visitors of Tom Berger")).toBeTruthy();
  });
});

describe("the visitors", () => {
  test("get another person, and the counts are asked for anew", async () => {
    const asked = served();
    const screen = await open("agent");
    const whom = field<HTMLSelectElement>(screen, "Person of Jonas Weber");
    expect(screen.text()).not.toContain("no name told");
    expect([...whom.options].map(({ text }) => text)).toEqual([
      "Nobody yet",
      "Ana Ruiz",
      "Ole Gone, switched off",
      "Tom Berger",
    ]);
    await settled(screen, () => choose(whom, "agent-ana"));
    expect(changed(asked)).toEqual([{ person: "agent-ana" }]);
    expect(screen.text()).toContain("Kept for Jonas Weber.");
    expect(asked.filter(({ path }) => path === "sites/ridge/roster")).toHaveLength(2);
  });

  test("have a backup beside a person, who is somebody else", async () => {
    served({
      "GET sites/ridge/roster/visitors": () => ({
        visitors: [visitor("v1", "Jonas", { person: "agent-ana" }), visitor("v2", "Kim")],
        next: null,
      }),
    });
    const screen = await open();
    const options = [...field<HTMLSelectElement>(screen, "Backup of Jonas").options].map(({ text }) => text);
    expect(options).toEqual(["Nobody", "Tom Berger"]);
    expect(field<HTMLSelectElement>(screen, "Backup of Kim").disabled).toBe(true);
  });

  test("keep what they had when a change is refused", async () => {
    served({
      "PATCH sites/ridge/visitors/v1": () => new Response('{"detail": "Not so."}', { status: 422 }),
    });
    const screen = await open();
    await settled(screen, () => choose(field(screen, "Person of Jonas Weber"), "agent-ana"));
    expect(screen.text()).toContain("Not so.");
    expect(field<HTMLSelectElement>(screen, "Person of Jonas Weber").value).toBe("agent-ole");
  });

  test("are found by whose they are, and by name", async () => {
    const asked = served();
    const screen = await open();
    await settled(screen, () => screen.button("Show the visitors of Ana Ruiz").click());
    await settled(screen, () => choose(field(screen, "Whose"), "none"));
    await screen.drawn(() => type(field(screen, "Search by name"), "jon"));
    await comes(() => expect(searched(asked)).toHaveLength(4));
    expect(searched(asked)).toEqual([undefined, "agent=agent-ana", "agent=none", "agent=none&q=jon"]);
  });

  test("come a page at a time", async () => {
    const asked = served({
      "GET sites/ridge/roster/visitors": () => ({ visitors: [JONAS], next: "17.v1" }),
      "GET sites/ridge/roster/visitors?before=17.v1": () => ({
        visitors: [JONAS, visitor("v2", "Kim Lee", { nameless: true })],
        next: null,
      }),
    });
    const screen = await open();
    await settled(screen, () => screen.button("Show earlier ones").click());
    expect(searched(asked)).toEqual([undefined, "before=17.v1"]);
    const names = [...screen.root.querySelectorAll("tbody th")].map((one) => one.textContent);
    expect(names).toEqual(["Jonas Weber", "Kim Leeno name told"]);
    expect(() => screen.button("Show earlier ones")).toThrow();
  });

  test("are none: it is said in words, whichever none it is", async () => {
    served({ "GET sites/ridge/roster/visitors": () => ({ visitors: [], next: null }) });
    const screen = await open();
    expect(screen.text()).toContain("Nobody has called yet.");
    await settled(screen, () => choose(field(screen, "Whose"), "none"));
    expect(screen.text()).toContain("Everybody has a person.");
    await settled(screen, () => choose(field(screen, "Whose"), "agent-ana"));
    expect(screen.text()).toContain("Ana Ruiz is nobody’s person yet.");
  });
});

test("no page of the owner's tells a duration, a score or a rank of an agent", async () => {
  served();
  const people = (await open()).find(".members")?.textContent ?? "";
  expect(people).not.toMatch(
    /\b\d+ ?(s|ms|min|h|seconds?|minutes?|hours?|%)\b|best|worst|fast|slow|rank|#\d/i,
  );
});
