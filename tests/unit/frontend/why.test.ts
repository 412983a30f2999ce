import { describe, expect, test } from "vitest";
import { callsOf } from "../../../frontend/src/desk/calls";
import { reduce } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import { whyOf } from "../../../frontend/src/line/why";
import { waitOf, whyItRings } from "../../../frontend/src/ring/why";
import type { AgentRow, AgentWelcome, Face } from "../../../widget/src/wire/wire";
import { ana, card, colleague, maya, member, NOW, row, tom, welcome } from "./people";

const TEAM = [colleague(ana), colleague(tom), colleague(maya)];

function desk(rows: readonly AgentRow[] = [], over: Partial<AgentWelcome> = {}): Desk {
  return reduce(null, welcome(rows, { team: TEAM, ...over })).desk as Desk;
}

const kim: Face = { kind: "insider", id: "insider-kim", name: "Dr. Kim" };
const why = (over: Partial<AgentRow>, as: Partial<AgentWelcome> = {}) =>
  whyOf(row("talk-0001", over), desk([], as));
const jonas = (over = {}) => card("visitor-jonas", over);

describe("under a row that waits", () => {
  const waiting = { state: "waiting" as const };

  test.each<readonly [string, Partial<AgentRow>]>([
    ["", {}],
    ["Back at the head of the line", { rank: 0 }],
    ["Waits for Maya, by choice", { waits_for: maya.id }],
    ["Longer than we said", { promise: { minutes: 5, broken: true } }],
    ["", { promise: { minutes: 5, broken: false } }],
    ["Ringing everybody here. Back at the head of the line", { calling_all: true, rank: 0 }],
    ["Asked for someone who can fix it", { escalated: NOW }],
    ["Goes a little sooner", { visitor: jonas({ priority: 1 }) }],
    ["Not on the page now; the place is kept", { absent: true }],
  ])("stands: %s", (told, over) => {
    expect(why({ ...waiting, ...over })).toBe(told);
  });

  test("stands whom it rings", () => {
    expect(why({ state: "ringing", promise: { minutes: 5, broken: true } })).toBe(
      "Longer than we said. Ringing you now",
    );
    expect(why({ state: "ringing", agent: tom.id })).toBe("Ringing Tom");
  });

  test("stands who comes first where not everybody does: their team, or who speaks their language", () => {
    const french = { ...waiting, visitor: jonas({ language: "fr-FR" }) };
    const speak = (...languages: string[][]) => ({
      team: TEAM.map((one, at) => ({ ...one, languages: languages[at] ?? [] })),
    });
    expect(why(french, speak(["en"], ["de"], ["en", "fr"]))).toBe("French: Maya first, then anybody");
    expect(why(french, speak(["fr"], ["de"], ["fr"]))).toBe("French: you and Maya first, then anybody");
    // Everybody, or nobody: then nothing is narrowed. Who told no languages takes any.
    expect(why(french)).toBe("");
    expect(why(french, speak(["en"], ["en"], ["en"]))).toBe("");
    expect(why({ ...waiting, team: "team-0001" }, { teams: [{ id: "team-0001", name: "Frames" }] })).toBe(
      "Frames first, then anybody",
    );
  });
});

describe("under a row with somebody", () => {
  test.each<readonly [string, Partial<AgentRow>]>([
    ["Your customer. Tom is in", { because: "your_customer", members: [member(tom)] }],
    [
      "Your customer. Tom and Maya are in",
      { because: "your_customer", members: [member(tom), member(maya)] },
    ],
    [
      "Waiting for Tom to pick up. Was first in line",
      { because: "first_in_line", members: [member(tom, { state: "asked" })] },
    ],
    ["With Tom. You are in", { agent: tom.id, members: [member(ana)] }],
    ["Ringing you now. With Tom", { agent: tom.id, members: [member(ana, { state: "asked" })] }],
    [
      "Asked for someone who can fix it. Maya came in. With Tom",
      { agent: tom.id, members: [member(maya, { errand: "fix" })] },
    ],
    ["Asked for someone who can fix it. With Tom", { agent: tom.id, escalated: NOW }],
    [
      "With Tom. Dr. Kim has a link",
      { agent: tom.id, members: [member(kim, { state: "asked", errand: "insider" })] },
    ],
    ["With Tom. Dr. Kim is in", { agent: tom.id, members: [member(kim, { errand: "insider" })] }],
    ["Picked up from the line", { state: "held", because: "picked_up" }],
    ["Until they are on the page again", { state: "held", visitor: jonas({ online: false }) }],
    ["Closed", { state: "closed", agent: null }],
  ])("stands: %s", (told, over) => {
    expect(why(over)).toBe(told);
  });
});

describe("the ring says why it is mine", () => {
  const nadia = card("visitor-nadia", { name: "Nadia Haddad" });
  const rings = (over: Partial<AgentRow>) => {
    const seen = desk([row("talk-ring", { state: "ringing", visitor: nadia, ...over })]);
    const [call] = callsOf(seen);
    return call ? whyItRings(call, seen) : null;
  };

  test.each<readonly [string, Partial<AgentRow>]>([
    [
      "You, because: your customer; 2 of 3 places were free.",
      { because: "your_customer", numbers: { free: 2, capacity: 3, waited: 9 } },
    ],
    ["You, because: waited for you, by choice.", { because: "waits_for_you" }],
    ["You, because: you speak their language.", { because: "speaks_their_language" }],
    ["It rings for you.", {}],
    [
      "Nobody answered, so it rings for everybody here.",
      { state: "waiting", agent: null, calling_all: true },
    ],
  ])("%s", (told, over) => {
    expect(rings(over)).toBe(told);
  });

  test.each([
    ["Tom asks you in: you built it", { errand: "help", why: "you built it" }],
    ["Tom asks you in.", { errand: "help", why: "" }],
    ["Tom asks you to take over: home at five", { errand: "take_over", why: "home at five" }],
    [
      "Asked for someone who can fix it. Tom is there; that they could ask is to Tom’s credit.",
      { errand: "fix", asked_by: null, why: "" },
    ],
    [
      "Asked for someone who can fix it. Tom is there; that they could ask is to Tom’s credit. 2 of your 3 places were free.",
      { errand: "fix", asked_by: null, why: "", numbers: { free: 2, capacity: 3 } },
    ],
    [
      "Asked for someone who can fix it. Tom is there; that they could ask is to Tom’s credit. You had no place free, and may take one more.",
      { errand: "fix", asked_by: null, why: "", numbers: { free: 0, capacity: 3 } },
    ],
  ] as const)("%s", (told, over) => {
    const asked = member(ana, { state: "asked", asked_by: tom, ...over });
    expect(rings({ state: "engaged", agent: tom.id, members: [asked] })).toBe(told);
  });

  test("and how long they have waited, by name or as they, never by a guess", () => {
    const waited = (over: Partial<AgentRow>) =>
      waitOf(row("talk-ring", { state: "ringing", since: NOW - 360_000, visitor: nadia, ...over }), NOW);
    expect(waited({})).toBe("Nadia has waited 6 minutes.");
    expect(waited({ promise: { minutes: 5, broken: true } })).toBe(
      "Nadia has waited 6 minutes, longer than we said, and been told so.",
    );
    expect(waited({ visitor: jonas({ nameless: true }) })).toBe("They have waited 6 minutes.");
    expect(waited({ since: NOW - 1_000 })).toBe("Nadia has waited 1 second.");
    expect(waited({ since: NOW - 999 })).toBeNull();
    expect(waited({ since: null })).toBeNull();
  });
});
