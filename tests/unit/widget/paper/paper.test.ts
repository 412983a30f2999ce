import { describe, expect, it } from "vitest";
import { accentOf } from "../../../../widget/src/paper/accent";
import { initials, tint } from "../../../../widget/src/paper/face";
import { called } from "../../../../widget/src/paper/names";
import { clock, day, span, when } from "../../../../widget/src/paper/times";

describe("times", () => {
  const now = new Date(2026, 4, 14, 9, 5).getTime();

  it("are told with 24 hours", () => {
    expect(clock(now)).toBe("9:05");
    expect(clock(new Date(2026, 4, 14, 0, 0).getTime())).toBe("0:00");
  });

  it("name the day as people do", () => {
    const at = (...date: [number, number, number]) => day(new Date(...date, 23, 59).getTime(), now);
    expect(at(2026, 4, 14)).toBe("Today");
    expect(at(2026, 4, 13)).toBe("Yesterday");
    expect(at(2026, 4, 12)).toBe("Tuesday 12 May");
    expect(at(2025, 11, 31)).toBe("Wednesday 31 December 2025");
    expect(day(new Date(2025, 11, 31, 23).getTime(), new Date(2026, 0, 1, 1).getTime())).toBe("Yesterday");
  });

  it("to come stand in a sentence", () => {
    const at = (...date: [number, number, number, number]) => when(new Date(...date).getTime(), now);
    expect(at(2026, 4, 14, 14)).toBe("at 14:00");
    expect(at(2026, 4, 15, 9)).toBe("tomorrow, Friday, at 9:00");
    expect(at(2026, 4, 18, 9)).toBe("on Monday 18 May at 9:00");
    const lastDay = new Date(2026, 11, 31, 23).getTime();
    expect(when(new Date(2027, 0, 1, 9).getTime(), lastDay)).toBe("tomorrow, Friday, at 9:00");
    expect(when(new Date(2027, 0, 4, 9).getTime(), lastDay)).toBe("on Monday 4 January 2027 at 9:00");
  });

  it("have the one unit that matters", () => {
    expect([-5, 3_400, 61_000, 3_600_000, 86_400_000, 200_000_000].map(span)).toEqual([
      "0 s",
      "3 s",
      "1 min",
      "1 h",
      "1 day",
      "2 days",
    ]);
  });
});

describe("faces", () => {
  it.each([
    ["Ana Ruiz", "AR"],
    ["tom", "TO"],
    ["Jean Luc de la Tour", "JT"],
    ["  ", "?"],
    ["𝒜lice 🚲", "𝒜🚲"],
    ["x", "X"],
  ])("of %s show %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it("keep their tint, and do not all have the same", () => {
    expect(tint("agent-1")).toBe(tint("agent-1"));
    expect(new Set(Array.from({ length: 50 }, (_, i) => tint(`agent-${i}`))).size).toBe(5);
  });
});

describe("a brand colour", () => {
  it.each([
    ["#0066cc", 255],
    ["#c00", 29],
    ["00aa55", 154],
  ])("%s keeps its hue", (hex, hue) => {
    expect(Math.abs((accentOf(hex)?.hue ?? 0) - hue)).toBeLessThanOrEqual(2);
  });

  it("is held to the chroma that keeps contrast", () => {
    expect(accentOf("#f00")?.chroma).toBe(0.175);
    expect(accentOf("#808080")?.chroma).toBeLessThan(0.001);
  });

  it.each(["", "red", "#12", "#12345g"])("is not read from %s", (hex) => {
    expect(accentOf(hex)).toBeNull();
  });
});

describe("a person", () => {
  it("is spoken of by their first name", () => {
    expect(called("Ana Reyes")).toBe("Ana");
    expect(called("Jean-Luc van der Berg")).toBe("Jean-Luc");
    expect(called("Ana")).toBe("Ana");
  });

  it("keeps the whole name where its first word is no first name for sure", () => {
    for (const whole of [
      "Dr Kim Lee",
      "Dr. Kim Lee",
      "The workshop",
      "A. Reyes",
      "王 小明",
      "night shift",
      "",
    ])
      expect(called(whole)).toBe(whole);
  });

  it("keeps the whole name beside somebody with the same first name", () => {
    const here = ["Ana Reyes", "Ana Ruiz", "Tom Berger"];
    expect(here.map((name) => called(name, here))).toEqual(["Ana Reyes", "Ana Ruiz", "Tom"]);
  });
});
