import { describe, expect, test } from "vitest";
import type { Group } from "../../../frontend/src/api";
import type { Routing } from "../../../frontend/src/settings/answering";
import { choose, field, type Role, settled, visit } from "./owner";
import { type } from "./screen";
import { api, changed } from "./served";

const ROUTING: Routing = {
  mode: "connect",
  ring_s: 20,
  overflow_s: 30,
  goal_s: 15,
  roster_cap: 100,
  zone: "Europe/Berlin",
  hours: [],
};
const WORKSHOP: Group = { id: "t1", name: "Workshop", priority: 0, members: ["agent-ana"] };
const person = (id: string, name: string, active = true) => ({ id, name, active });

const served = (over: Parameters<typeof api>[0] = {}) =>
  api({
    "GET sites/ridge/routing": () => ROUTING,
    "PATCH sites/ridge/routing": (change: Partial<Routing>) => ({ ...ROUTING, ...change }),
    "GET sites/ridge/teams": () => [WORKSHOP],
    "GET sites/ridge/team": () => [
      person("agent-ana", "Ana Ruiz"),
      person("agent-tom", "Tom Berger"),
      person("agent-old", "Ole Gone", false),
    ],
    "PATCH sites/ridge/teams/t1": () => WORKSHOP,
    "POST sites/ridge/teams": () => WORKSHOP,
    "DELETE sites/ridge/teams/t1": () => null,
    ...over,
  });
const open = (role?: Role) => visit("routing", role);

describe("the rules", () => {
  test("are saved as they stand on the page", async () => {
    const asked = served();
    const screen = await open();
    await screen.drawn(() => screen.root.querySelectorAll<HTMLInputElement>("[name=mode]")[1]?.click());
    await screen.drawn(() => type(field(screen, "Seconds to answer"), "45"));
    await screen.drawn(() => choose(field(screen, "Time zone"), "UTC"));
    await screen.drawn(() => screen.button("Add hours on Monday").click());
    await screen.drawn(() => screen.button("Same on Tuesday to Friday").click());
    await screen.drawn(() => screen.button("Save").click());
    const day = [[540, 1020]];
    expect(changed(asked)).toEqual([
      { ...ROUTING, mode: "ring", ring_s: 45, zone: "UTC", hours: [day, day, day, day, day, [], []] },
    ]);
    expect(screen.text()).toContain("Saved");
  });

  test("that cannot be are named, and nothing is sent", async () => {
    const asked = served();
    const screen = await open();
    await screen.drawn(() => type(field(screen, "Seconds to answer"), "4"));
    expect(screen.text()).toContain("A whole number from 5 to 120.");
    await screen.drawn(() => screen.button("Save").click());
    await screen.drawn(() => type(field(screen, "Seconds to answer"), "20"));
    await screen.drawn(() => screen.button("Add hours on Sunday").click());
    await screen.drawn(() => type(field(screen, "Sunday, until"), "soon"));
    await screen.drawn(() => screen.button("Save").click());
    expect(screen.text()).toContain("Write a time like 9:00 or 17:30.");
    expect(field(screen, "Sunday, until").getAttribute("aria-invalid")).toBe("true");
    expect(changed(asked)).toEqual([]);
  });

  test("stay typed when the server does not take them", async () => {
    served({ "PATCH sites/ridge/routing": () => new Response('{"detail": "Not so."}', { status: 422 }) });
    const screen = await open();
    await screen.drawn(() => type(field(screen, "Seconds to answer"), "45"));
    await screen.drawn(() => screen.button("Save").click());
    expect(screen.text()).toContain("Not so.");
    expect(field(screen, "Seconds to answer").value).toBe("45");
  });

  test("say that hours close nobody out", async () => {
    served();
    expect((await open()).text()).toContain("with somebody here, a closed hour still connects");
  });

  test("are an owner's to change: others read them", async () => {
    served();
    const screen = await open("lead");
    expect(screen.text()).toContain("Only an owner changes this.");
    expect(screen.text()).toContain("Seconds to answer20");
    expect(() => screen.button("Save")).toThrow();
  });

  test("could not be fetched: the page says so, and tries again when asked", async () => {
    const asked = api({});
    const screen = await open();
    expect(screen.text()).toContain("We could not fetch this. No such thing.");
    await screen.drawn(() => screen.button("Try again").click());
    expect(asked.filter(({ path }) => path === "sites/ridge/routing")).toHaveLength(2);
  });
});

describe("hours by keys alone", () => {
  test("focus goes to what was added, and back to the day when it is removed", async () => {
    served();
    const screen = await open();
    await screen.drawn(() => screen.button("Add hours on Tuesday").click());
    expect(document.activeElement).toBe(field(screen, "Tuesday, from"));
    await screen.drawn(() => screen.button("Add hours on Tuesday").click());
    expect(document.activeElement).toBe(field(screen, "Tuesday, from, span 2"));
    await screen.drawn(() => screen.button("Remove Tuesday, 18:00 to 22:00").click());
    expect(document.activeElement).toBe(screen.button("Add hours on Tuesday"));
  });

  test("a time is written out when its field is left", async () => {
    served();
    const screen = await open();
    await screen.drawn(() => screen.button("Add hours on Tuesday").click());
    await screen.drawn(() => type(field(screen, "Tuesday, from"), "830"));
    await screen.drawn(() => field(screen, "Tuesday, from").blur());
    expect(field(screen, "Tuesday, from").value).toBe("8:30");
  });
});

describe("teams", () => {
  test("are told with their people, and changed by whoever leads", async () => {
    const asked = served();
    const screen = await open("lead");
    expect(screen.text()).toContain("Its visitors are served in their turn.Who is in it: Ana Ruiz");
    await screen.drawn(() => screen.button("Change Workshop").click());
    expect(screen.text()).not.toContain("Ole Gone");
    await screen.drawn(() => type(field(screen, "Name"), "Garage"));
    await screen.drawn(() => choose(field(screen, "Its visitors are served"), "2"));
    await screen.drawn(() => field(screen, "Tom Berger").click());
    await screen.drawn(() => screen.button("Save").click());
    expect(changed(asked)).toEqual([{ name: "Garage", priority: 2, members: ["agent-ana", "agent-tom"] }]);
  });

  test("are removed after a second thought only", async () => {
    const asked = served();
    const screen = await open("lead");
    const removed = () => asked.filter(({ method }) => method === "DELETE").length;
    await screen.drawn(() => screen.button("Change Workshop").click());
    await screen.drawn(() => screen.button("Remove the team").click());
    expect(removed()).toBe(0);
    await screen.drawn(() => screen.button("Remove it now").click());
    expect(removed()).toBe(1);
  });

  test("begin with a name", async () => {
    const asked = served({ "GET sites/ridge/teams": () => [] });
    const screen = await open();
    expect(screen.text()).toContain("There is no team. Everybody is asked for everything.");
    await screen.drawn(() => screen.button("Add a team").click());
    expect(screen.text()).toContain("A team needs a name.");
    await screen.drawn(() => type(field(screen, "A new team"), " Workshop "));
    await settled(screen, () => screen.button("Add a team").click());
    expect(asked.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
      { name: "Workshop" },
    ]);
  });

  test("are read, not changed, by whoever answers", async () => {
    served();
    const screen = await open("agent");
    expect(screen.text()).toContain("Workshop");
    expect(() => screen.button("Change Workshop")).toThrow();
    expect(() => screen.button("Add a team")).toThrow();
  });
});
