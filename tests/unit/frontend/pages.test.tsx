import { beforeEach, describe, expect, test } from "vitest";
import type { Departure, Member, Site } from "../../../frontend/src/api";
import { colleague, NOW, row, welcome } from "./people";
import { press, show, type } from "./screen";
import { api, changed } from "./served";
import { sit } from "./socket";

const SITE: Site = {
  key: "ridge",
  name: "Ridgeline",
  greeting: "Talk to us.",
  hue: 256,
  chroma: 0.175,
  origins: ["https://ridge.example"],
  tag: '<script async src="https://phone.example/bluephone.js" data-site="ridge"></script>',
  talk_url: "https://phone.example/talk/ridge",
  sightings: [],
  now: NOW,
};

const desk = (role: "owner" | "agent" = "owner") => sit(welcome([row()], { me: { ...welcome().me, role } }));
beforeEach(() => localStorage.clear());

describe("settings", () => {
  const withSite = (site: Site = SITE) =>
    api({
      "GET sites/ridge": () => site,
      "PATCH sites/ridge": (change: Partial<Site>) => ({ ...site, ...change }),
    });

  test("show the tag literally, and where it was seen last", async () => {
    withSite({ ...SITE, sightings: [{ origin: "https://ridge.example", at: NOW - 3_000, problem: null }] });
    const screen = await show("/console/ridge/settings", desk());
    expect(screen.find(".tag-text")?.textContent).toBe(SITE.tag);
    expect(screen.text()).toContain("Your tag was last seen on ridge.example, 3 s ago.");
  });

  test("stand beside routing, which one comes to from there", async () => {
    withSite();
    const screen = await show("/console/ridge/settings", desk());
    expect(screen.find("nav.beside a[href$='/settings']")?.getAttribute("aria-current")).toBe("page");
    expect(screen.find("nav.beside a[href$='/routing']")?.textContent).toBe("Routing");
  });

  test("allow with one click an address where the tag was seen but may not be", async () => {
    const sighting = { origin: "https://shop.example", at: NOW, problem: "origin_not_allowed" as const };
    const asked = withSite({ ...SITE, sightings: [sighting] });
    const screen = await show("/console/ridge/settings", desk());
    expect(screen.text()).toContain("Your tag is on shop.example, but that address is not allowed");
    await screen.drawn(() => screen.button("Allow shop.example").click());
    expect(changed(asked)).toEqual([{ origins: ["https://ridge.example", "https://shop.example"] }]);
    expect(screen.text()).not.toContain("is not allowed");
  });

  test("say what is wrong with an address before anything is sent, and what was mended", async () => {
    const asked = withSite();
    const screen = await show("/console/ridge/settings", desk());
    const field = screen.find("input[inputmode='url']");
    const add = async (text: string) => {
      await screen.drawn(() => type(field, text));
      await screen.drawn(() => screen.button("Add").click());
    };
    await add("https://*.ridge.example");
    expect(screen.text()).toContain("An asterisk would let in strangers.");
    expect(changed(asked)).toEqual([]);
    await add("Shop.example/cart");
    expect(changed(asked)).toEqual([{ origins: ["https://ridge.example", "https://shop.example"] }]);
    expect(screen.text()).toContain("Kept as https://shop.example");
  });

  test("take a brand's colour as its hue and chroma, and show it at once", async () => {
    const asked = withSite();
    const screen = await show("/console/ridge/settings", desk());
    await screen.drawn(() => type(screen.find("input[placeholder='#0066cc']"), "#00aa55"));
    const hue = Number(screen.find(".preview")?.style.getPropertyValue("--bp-hue"));
    expect(hue).toBeGreaterThan(140);
    expect(hue).toBeLessThan(160);
    await screen.drawn(() => screen.button("Save").click());
    expect(changed(asked)).toMatchObject([{ hue, name: "Ridgeline" }]);
  });

  test("preview the first open as visitors get it: who is here, and the greeting in the box", async () => {
    withSite();
    const screen = await show("/console/ridge/settings", desk());
    const preview = () => screen.find(".preview")?.textContent;
    expect(preview()).toContain("Ana is here.Write, and Ana picks up.Talk to us.");
    await screen.drawn(() => type(screen.find(".look textarea"), "What is it?"));
    expect(preview()).toContain("What is it?");
    await screen.drawn(() => type(screen.find(".look textarea"), " "));
    expect(preview()).toContain("What can we do for you?");
  });

  test("are an owner's alone: others see the tag, and are told so", async () => {
    withSite();
    const screen = await show("/console/ridge/settings", desk("agent"));
    expect(screen.text()).toContain("Only an owner changes these.");
    expect(() => screen.button("Save")).toThrow();
  });
});

describe("who left", () => {
  const departure = (over: Partial<Departure>): Departure => ({
    id: "d1",
    number: "BP-7F3K",
    at: NOW,
    visitor: { id: "v", name: "Kim Lee" },
    conversation: "talk-0001",
    reason: null,
    words: "",
    ...over,
  });
  const left = (departures: readonly Departure[]) =>
    api({ "GET sites/ridge/departures": () => ({ departures, more: false }) });

  test("stands with receipt, reason and own words, literally", async () => {
    left([departure({ reason: "too_expensive", words: "<b>Too</b> many letters" })]);
    const screen = await show("/console/ridge/leaving", desk());
    for (const text of ["Kim Lee", "BP-7F3K", "Too expensive", "<b>Too</b> many letters"]) {
      expect(screen.text()).toContain(text);
    }
    expect(screen.find("td a")?.getAttribute("href")).toBe("/console/ridge/c/talk-0001");
  });

  test("said nothing, and that is normal; nobody is said in words too", async () => {
    left([departure({})]);
    expect((await show("/console/ridge/leaving", desk())).text()).toContain("not said");
    left([]);
    expect((await show("/console/ridge/leaving", desk())).text()).toContain("Nobody has left.");
  });

  test("could not be fetched: it says so, and tries again when asked", async () => {
    const asked = api({});
    const screen = await show("/console/ridge/leaving", desk());
    expect(screen.text()).toContain("We could not fetch this. No such thing.");
    await screen.drawn(() => screen.button("Try again").click());
    expect(asked).toHaveLength(2);
  });
});

describe("the team", () => {
  const tom: Member = {
    id: "agent-tom",
    name: "Tom Berger",
    email: "tom@ridge.example",
    role: "agent",
    active: true,
    languages: [],
    teams: [],
    hours: [],
  };
  const team = () =>
    api({
      "GET sites/ridge/team": () => [tom],
      "GET sites/ridge/invites": () => [],
      "PATCH sites/ridge/team/agent-tom": () => tom,
      "POST sites/ridge/invites": () => ({ url: "https://phone.example/join/secret" }),
    });

  test("loses nobody by a slip: switching off is asked for twice", async () => {
    const asked = team();
    const screen = await show("/console/ridge/team", desk());
    await screen.drawn(() => screen.button("Switch off").click());
    expect(changed(asked)).toEqual([]);
    await screen.drawn(() => screen.button("Switch off now").click());
    expect(changed(asked)).toEqual([{ active: false }]);
  });

  test("shows who joined, without the page being loaded anew", async () => {
    const members = [tom];
    api({ "GET sites/ridge/team": () => members, "GET sites/ridge/invites": () => [] });
    const sat = desk();
    const screen = await show("/console/ridge/team", sat);
    expect(screen.text()).not.toContain("Lena Sommer");
    members.push({ ...tom, id: "agent-lena", name: "Lena Sommer" });
    const lena = colleague({ kind: "agent", id: "agent-lena", name: "Lena Sommer" });
    await screen.drawn(() =>
      sat.socket().hears({ type: "team", revision: welcome().revision + 1, team: [...welcome().team, lena] }),
    );
    expect(screen.text()).toContain("Lena Sommer");
  });

  test("is joined by a link that is shown once", async () => {
    team();
    const screen = await show("/console/ridge/team", desk());
    await screen.drawn(() => screen.button("Make an invite link").click());
    expect(screen.text()).toContain("Say who it is for.");
    await screen.drawn(() => type(screen.find("form input"), "Lena"));
    await screen.drawn(() => screen.button("Make an invite link").click());
    expect(screen.find("input[readonly]")).toMatchObject({ value: "https://phone.example/join/secret" });
  });
});

describe("presence", () => {
  test("is changed by Shift and A, and shown as the server says it is", async () => {
    const sat = desk();
    const screen = await show("/console/ridge", sat);
    await screen.drawn(() => press("A", { shiftKey: true }));
    expect(sat.socket().of("set_presence")).toEqual([
      { type: "set_presence", presence: "away", capacity: 3 },
    ]);
    expect(screen.find(".rail .me")?.textContent).toContain("Here");
    const me = { ...welcome().me, presence: "away" as const };
    await screen.drawn(() => sat.socket().hears({ type: "presence", me }));
    expect(screen.find(".rail .me")?.textContent).toContain("Away");
    expect(screen.text()).toContain("you are away");
  });

  test("is claimed of nobody while the line is down", async () => {
    const sat = desk();
    const screen = await show("/console/ridge", sat);
    await screen.drawn(() => sat.socket().close(1006));
    expect(screen.find(".rail .me")?.textContent).toContain("No line");
    expect(screen.find(".rail .me .face.here")).toBeNull();
  });

  test("above four at once it warns, and the line being down is said", async () => {
    const sat = sit(welcome([row()], { me: { ...welcome().me, capacity: 5 } }));
    const screen = await show("/console/ridge", sat);
    await screen.drawn(() => screen.find(".rail .me .opener")?.click());
    expect(screen.text()).toContain("More than 4 at once makes people wait for each answer.");
    await screen.drawn(() => screen.button("One fewer").click());
    expect(sat.socket().of("set_presence")).toMatchObject([{ capacity: 4 }]);
    await screen.drawn(() => sat.socket().close(1006));
    await screen.drawn(() => screen.button("One fewer").click());
    expect(screen.text()).toContain("The line is down, so nobody can ring you.");
  });
});

test("who waits elsewhere is signed, and nothing of them is shown here", async () => {
  const tea = sit(
    welcome([row("talk-tea", { state: "waiting" })], { site: "tea", site_name: "Tea & Toast" }),
  );
  const screen = await show("/console/ridge", desk(), tea);
  expect(screen.find(".rail .sites")?.textContent).toContain("Somebody waits on another site");
  expect(screen.root.querySelectorAll("[data-row='talk-tea']")).toHaveLength(0);
});

test("before anybody ever called, it shows the tag and how to try", async () => {
  api({ "GET sites/ridge": () => SITE });
  const screen = await show("/console/ridge", sit(welcome([])));
  expect(screen.text()).toContain("Nobody has called yet.");
  expect(screen.text()).toContain(SITE.tag);
  expect(screen.find("a[target='_blank']")?.getAttribute("href")).toBe(SITE.talk_url);
});
