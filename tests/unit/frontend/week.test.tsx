import { describe, expect, test } from "vitest";
import type { Hour, Week } from "../../../frontend/src/week/api";
import {
  aloud,
  hoursShown,
  isShort,
  needed,
  staff,
  steps,
  wait,
  warmth,
} from "../../../frontend/src/week/rules";
import { choose, field, settled, visit } from "./owner";
import { api } from "./served";

const STILL: Hour = {
  arrivals: 0,
  median_ms: null,
  p90_ms: null,
  gave_up: 0,
  there: 0,
  needed: null,
  needed_low: null,
  needed_high: null,
};
const BUSY: Hour = {
  arrivals: 12,
  median_ms: 8_000,
  p90_ms: 40_000,
  gave_up: 1,
  there: 1,
  needed: 2,
  needed_low: 2,
  needed_high: 3,
};

function week(over: Partial<Week> = {}, hours: Readonly<Record<string, Hour>> = { "0 9": BUSY }): Week {
  return {
    weeks: 12,
    goal_s: 15,
    zone: "Europe/London",
    totals: { arrivals: 426, median_ms: 8_000, p90_ms: 52_000, gave_up: 11, answered: 415 },
    hours: Array.from({ length: 7 }, (_, day) =>
      Array.from({ length: 24 }, (_, hour) => hours[`${day} ${hour}`] ?? STILL),
    ),
    advice: [{ day: 5, from: 10, until: 12, needed: 3, there: 1, gave_up: 6 }],
    enough: true,
    ...over,
  };
}

const served = (found: Week) => api({ "GET sites/ridge/week": () => found });

describe("what the numbers mean", () => {
  test("warmth follows the goal: two thirds of it, itself, four and eight times", () => {
    expect(steps(15)).toEqual([10_000, 15_000, 60_000, 120_000]);
    const warm = (p90_ms: number) => warmth({ ...BUSY, p90_ms }, 15);
    expect([10_000, 10_001, 15_000, 60_000, 120_000, 120_001].map(warm)).toEqual([0, 1, 1, 2, 3, 4]);
  });

  test("where people came and nobody was answered, it is as warm as can be; where nobody came, it is not", () => {
    expect(warmth({ ...BUSY, p90_ms: null }, 15)).toBe(4);
    expect(warmth(STILL, 15)).toBe(0);
  });

  test("an hour is short when even the least that is needed was not there", () => {
    expect([1, 1.5, 1.6].map((there) => isShort({ ...BUSY, there }))).toEqual([true, true, false]);
    expect(isShort({ ...BUSY, there: 2 })).toBe(false);
    expect(isShort({ ...BUSY, needed_low: null })).toBe(false);
  });

  test("people are said in words that anybody reads", () => {
    expect(staff(BUSY)).toBe("1 of 2");
    expect(staff({ ...BUSY, there: 2 })).toBe("2");
    expect(staff({ ...BUSY, there: 1.5 })).toBe("1 of 2");
    expect(staff({ ...BUSY, there: 1.6 })).toBe("2");
    expect(staff({ ...STILL, there: 0 })).toBe("0");
    expect(staff({ ...STILL, there: null })).toBe("–");
    expect(needed(BUSY)).toBe("2 (2–3)");
    expect(needed({ ...BUSY, needed_high: 2 })).toBe("2");
  });

  test("a wait is rounded up, for it is said that they waited less", () => {
    expect([900, 40_000, 60_001, 118_000, null].map(wait)).toEqual(["1 s", "40 s", "2 min", "2 min", "–"]);
  });

  test("only the hours at which anything was have a row", () => {
    expect(hoursShown(week({}, { "0 9": BUSY, "4 12": { ...STILL, there: 1 } }))).toEqual([9, 10, 11, 12]);
    expect(hoursShown(week({}, { "0 9": { ...STILL, there: 0.5 } }))).toEqual([]);
  });

  test("a cell read aloud has all its numbers", () => {
    expect(aloud(BUSY)).toBe(
      "12 people came in these weeks; nine in ten waited under 40 seconds, half under 8 seconds; 1 gave up; 1 here of 2 (2–3) needed",
    );
    expect(aloud({ ...STILL, there: 1 })).toBe("nobody came; 1 here");
    expect(aloud({ ...BUSY, p90_ms: null, needed: null })).toBe(
      "12 people came in these weeks; nine in ten waited under a time we cannot tell, half under 8 seconds; 1 gave up; 1 here",
    );
  });
});

describe("the week", () => {
  test("tells what people waited, who gave up, and where one more would help", async () => {
    served(week());
    const screen = await visit("week");
    for (const text of [
      "The goal: nine in ten hear from a person within 15 seconds.",
      "8 shalf waited less than this",
      "52 snine in ten waited less",
      "11 of 426gave up before a person came",
      "Saturday, 10:00 to 12:00. 3 needed, 1 there. 6 of the 11 who gave up did so then.",
    ])
      expect(screen.text()).toContain(text);
  });

  test("is a table with headers, whose short hours have an outline and words", async () => {
    served(week());
    const screen = await visit("week");
    const heads = [...screen.root.querySelectorAll(".heat th[scope=col]")].map((one) => one.textContent);
    expect(heads).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    expect(screen.find(".heat th[scope=row]")?.textContent).toBe("9:00");
    const cell = screen.find(".heat td.short");
    expect(cell?.dataset.warmth).toBe("2");
    expect(cell?.textContent).toContain("40 s1 of 2");
    expect(cell?.querySelector(".unseen")?.textContent).toContain("12 people came");
  });

  test("is read hour by hour, a day at a time", async () => {
    served(week({}, { "0 9": BUSY, "5 10": { ...BUSY, arrivals: 7 } }));
    const screen = await visit("week");
    expect(screen.find(".hourly tbody")?.textContent).toBe("9:00128 s40 s112 (2–3) too few");
    await screen.drawn(() => choose(field(screen, "Day"), "5"));
    expect(screen.find(".hourly tbody")?.textContent).toContain("10:007");
    await screen.drawn(() => choose(field(screen, "Day"), "6"));
    expect(screen.text()).toContain("Nobody came on a Sunday, and nobody was here.");
  });

  test("under four weeks of data says what is not known yet, and tells the rest", async () => {
    served(
      week(
        { enough: false, advice: [] },
        { "0 9": { ...BUSY, needed: null, needed_low: null, needed_high: null } },
      ),
    );
    const screen = await visit("week");
    expect(screen.text()).toContain("Not yet: how many people an hour needs");
    expect(screen.text()).toContain("40 s1");
    expect(screen.text()).not.toContain("needed");
    expect(screen.text()).not.toContain("Where one more person would help most");
  });

  test("short of nobody says so", async () => {
    served(week({ advice: [] }));
    expect((await visit("week")).text()).toContain("Nowhere: no hour is short of people.");
  });

  test("on the first day says that nobody has called, and what will stand here", async () => {
    const totals = { arrivals: 0, median_ms: null, p90_ms: null, gave_up: 0, answered: 0 };
    served(week({ totals, enough: false, advice: [] }, {}));
    const screen = await visit("week");
    expect(screen.text()).toContain("Nothing to show yet.");
    expect(screen.find("table")).toBeNull();
  });

  test("is of as many weeks as one chooses", async () => {
    const asked = served(week());
    const screen = await visit("week");
    await settled(screen, () => choose(field(screen, "From the last"), "26"));
    expect(asked.map(({ path }) => path)).toEqual(["sites/ridge/week?weeks=12", "sites/ridge/week?weeks=26"]);
    expect(screen.text()).toContain("An ordinary week, from the last 26.");
  });

  test("could not be fetched: the page says so, and tries again when asked", async () => {
    const asked = api({});
    const screen = await visit("week");
    expect(screen.text()).toContain("We could not fetch this. No such thing.");
    await settled(screen, () => screen.button("Try again").click());
    expect(asked).toHaveLength(2);
  });
});
