import { describe, expect, test } from "vitest";
import type { Member, MemberChange } from "../../../frontend/src/api";
import { allLanguages, nameOf } from "../../../frontend/src/team/languages";
import { choose, field, type Role, settled, visit } from "./owner";
import { type } from "./screen";
import { api, changed } from "./served";

const member = (id: string, name: string, over: Partial<Member> = {}): Member => ({
  id,
  name,
  email: `${id}@ridge.example`,
  role: "agent",
  active: true,
  languages: [],
  teams: [],
  hours: [],
  ...over,
});
const DAY = [[540, 1020]] as const;
const ANA = member("agent-ana", "Ana Ruiz");
const TOM = member("agent-tom", "Tom Berger", {
  languages: ["de"],
  teams: ["t1"],
  hours: [DAY, DAY, [], [], [], [], []],
});

const served = () =>
  api({
    "GET sites/ridge/team": () => [ANA, TOM],
    "GET sites/ridge/invites": () => [],
    "GET sites/ridge/teams": () => [
      { id: "t1", name: "Workshop", priority: 0, members: ["agent-tom"] },
      { id: "t2", name: "Returns", priority: 0, members: [] },
    ],
    "PATCH sites/ridge/team/agent-tom": (change: MemberChange) => ({ ...TOM, ...change }),
    "PATCH sites/ridge/team/agent-ana": (change: MemberChange) => ({ ...ANA, ...change }),
  });
const open = (role?: Role) => visit("team", role);
const about = (name: string) => `Languages, teams, hours: ${name}`;

describe("what a member of the team serves", () => {
  test("stands beside their name, in words", async () => {
    served();
    expect((await open()).text()).toContain("German · Workshop · Mon to Tue 9:00–17:00");
  });

  test("is changed by whoever leads", async () => {
    const asked = served();
    const screen = await open("lead");
    await settled(screen, () => screen.button(about("Tom Berger")).click());
    await screen.drawn(() => choose(field(screen, "Add a language"), "pt"));
    await screen.drawn(() => screen.button("Remove German").click());
    await screen.drawn(() => field(screen, "Returns").click());
    await screen.drawn(() => screen.button("Remove Tuesday, 9:00 to 17:00").click());
    await settled(screen, () => screen.button("Save").click());
    expect(changed(asked)).toEqual([
      { languages: ["pt"], teams: ["t1", "t2"], hours: [DAY, [], [], [], [], [], []] },
    ]);
  });

  test("is one's own to change, but for the teams", async () => {
    const asked = served();
    const screen = await open("agent");
    expect(() => screen.button(about("Tom Berger"))).toThrow();
    await settled(screen, () => screen.button(about("Ana Ruiz")).click());
    expect(field(screen, "Workshop").disabled).toBe(true);
    await screen.drawn(() => choose(field(screen, "Add a language"), "fr"));
    await settled(screen, () => screen.button("Save").click());
    expect(changed(asked)).toEqual([{ languages: ["fr"], hours: [[], [], [], [], [], [], []] }]);
  });

  test("is not sent with hours that cannot be read", async () => {
    const asked = served();
    const screen = await open();
    await settled(screen, () => screen.button(about("Tom Berger")).click());
    await screen.drawn(() => type(field(screen, "Monday, until"), "8"));
    await screen.drawn(() => screen.button("Save").click());
    expect(screen.text()).toContain("It ends before it begins.");
    expect(changed(asked)).toEqual([]);
  });
});

test("languages are those the browser has names for; a code without one is shown as it is", () => {
  expect(allLanguages()).toContain("de");
  expect(allLanguages()).not.toContain("xx");
  expect([nameOf("de"), nameOf("qqq")]).toEqual(["German", "qqq"]);
});
