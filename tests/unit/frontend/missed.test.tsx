/** What I did not answer, and whom I have not written to: told kindly, with a way back. */

import { expect, test } from "vitest";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { ana, card, member, row, tom, welcome } from "./people";
import { show } from "./screen";
import { sit } from "./socket";

const nadia = card("visitor-nadia", { name: "Nadia Haddad" });
const ring = (over: Partial<AgentRow> = {}) =>
  row("talk-ring", { state: "ringing", visitor: nadia, ...over });
const away = { ...welcome().me, presence: "away" as const, away_because: "no_answer" as const };

test.each<readonly [string, Partial<AgentRow>]>([
  ["Tom picked up; you’re marked away.", { state: "engaged", agent: tom.id }],
  ["Nadia did not hear from you and now rings Tom; you’re marked away.", { agent: tom.id }],
  [
    "Nadia did not hear from you and waits, first in line; you’re marked away.",
    { state: "waiting", agent: null },
  ],
  ["A call of yours had no answer, so it went on; you’re marked away.", { state: "closed", agent: null }],
])("no answer is told as it is: %s", async (told, now) => {
  const { seat, socket } = sit(welcome([ring()]));
  const screen = await show("/console/ridge", { seat, socket, redial: () => {} });
  await screen.drawn(() => {
    socket().hears({ type: "rows", revision: 1, rows: [ring(now)] });
    socket().hears({ type: "presence", me: away });
  });
  expect(screen.find(".status")?.textContent).toContain(told);
  await screen.drawn(() => screen.button("Back now?").click());
  expect(socket().of("set_presence")).toMatchObject([{ presence: "available", capacity: 3 }]);
});

test.each(["lists first", "presence first"])(
  "no answer whose hints were lost is told when a beat shows it, %s",
  async (order) => {
    const { seat, socket } = sit(welcome([ring()]));
    const screen = await show("/console/ridge", { seat, socket, redial: () => {} });
    const { mode, team, teams, more } = welcome();
    const rows = [ring({ state: "engaged", agent: tom.id })];
    const lists = { type: "lists", mode, revision: 2, team, teams, rows, more } as const;
    const presence = { type: "presence", me: away } as const;
    await screen.drawn(() => socket().hears({ type: "beat", n: 1, revision: 2, heads: {} }));
    await screen.drawn(() => socket().hears(order === "lists first" ? lists : presence));
    await screen.drawn(() => socket().hears(order === "lists first" ? presence : lists));
    expect(screen.find(".status")?.textContent).toContain("Tom picked up; you’re marked away.");
    await screen.drawn(() => socket().hears({ type: "beat", n: 2, revision: 2, heads: {} }));
    expect(socket().of("refresh")).toHaveLength(1);
  },
);

test("an asking in without an answer is told by who asked", async () => {
  const toms = (members: AgentRow["members"]) => row("talk-toms", { agent: tom.id, members });
  const { seat, socket } = sit(welcome([toms([member(ana, { state: "asked", asked_by: tom })])]));
  const screen = await show("/console/ridge", { seat, socket, redial: () => {} });
  await screen.drawn(() => {
    socket().hears({ type: "rows", revision: 1, rows: [toms([])] });
    socket().hears({ type: "presence", me: away });
  });
  expect(screen.find(".status")?.textContent).toContain("Tom asked you in and did not hear from you;");
});

test("who went away by themselves is told nothing", async () => {
  const { me } = welcome();
  const screen = await show("/console/ridge", sit(welcome([], { me: { ...me, presence: "away" } })));
  expect(screen.find(".status")?.textContent).toBe("");
});

test("after a while without a word it nudges, with the way there", async () => {
  const { seat, socket } = sit(welcome([ring({ state: "engaged", agent: ana.id })]));
  const screen = await show("/console/ridge", { seat, socket, redial: () => {} });
  await screen.drawn(() => socket().hears({ type: "nudge", conversation: "talk-ring", due: 1 }));
  expect(screen.find(".status")?.textContent).toContain("Nadia has not read a word from you yet.");
  expect(screen.find(".status a")?.getAttribute("href")).toBe("/console/ridge/c/talk-ring");
});

test("the menu of one who is away opens at Away, and says truly when it rings all the same", async () => {
  const { me } = welcome();
  const screen = await show("/console/ridge", sit(welcome([], { me: { ...me, presence: "away" } })));
  await screen.drawn(() => screen.button("Ana Ruiz, Away: change").click());
  expect(document.activeElement?.closest("label")?.textContent).toMatch(
    /^AwayNew visitors ring you only when/,
  );
});
