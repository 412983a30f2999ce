import { describe, expect, it } from "vitest";
import { around, hereNow, hereSince, ifYouWrite, whoIsBack } from "../../../../widget/src/panel/here";
import { NOTHING, type State } from "../../../../widget/src/panel/state";
import type { Face, VisitorPerson } from "../../../../widget/src/wire/wire";
import { ANA, present, TOM } from "./history";

const NOW = new Date(2026, 4, 14, 9, 41).getTime();
const BEN: Face = { kind: "agent", id: "agent-ben", name: "Ben" };
const HOUR = 3_600_000;

function state(
  faces: Face[],
  more: Partial<State["presence"]> = {},
  person: VisitorPerson | null = null,
): State {
  return { ...NOTHING, presence: { ...present(...faces), ...more }, person };
}

function own(back: number | null, backup: Face | null = null): VisitorPerson {
  return { face: ANA, backup, back };
}

describe("who is here", () => {
  it("is said with since when", () => {
    const both = state([ANA, TOM]);
    expect(hereNow(both, NOW)).toBe("Ana and Tom are here.");
    expect(ifYouWrite(both, NOW)).toBe("Ana since 9:00, Tom since 9:00. Write, and one of them picks up.");
    expect(ifYouWrite(state([ANA]), NOW)).toBe("Here since 9:00. Write, and Ana picks up.");
    expect(hereSince(both, NOW)(TOM)).toBe("Tom, here since 9:00");
    expect(hereSince(both, NOW + 24 * HOUR)(TOM)).toBe("Tom, here since yesterday, 9:00");
    expect(hereSince(both, NOW)(BEN)).toBeUndefined();
  });

  it("promises that somebody picks up only while somebody is free", () => {
    expect(ifYouWrite(state([ANA], { free: false }), NOW)).toBe(
      "Here since 9:00. With somebody right now. Write, and your place is kept.",
    );
    expect(ifYouWrite(state([ANA, TOM, BEN], { free: false }), NOW)).toBe(
      "All with somebody right now. Write, and your place is kept.",
    );
  });

  it("counts all, though only a few are named", () => {
    const ids = [ANA, TOM, BEN].map(({ id }) => id).concat("a", "b", "c", "d");
    expect(hereNow(state([ANA, TOM, BEN], { ids }), NOW)).toBe("Ana, Tom and 5 others are here.");
  });

  it("has the visitor's own person first, and says so", () => {
    const known = state([TOM, ANA], {}, own(null));
    expect(around(known)).toEqual([ANA, TOM]);
    expect(ifYouWrite(known, NOW)).toBe(
      "Ana is your person, here since 9:00. Write, and one of them picks up.",
    );
    const crowd = state([TOM], { ids: [TOM.id, ANA.id] }, own(null));
    expect(ifYouWrite(crowd, NOW)).toBe("Ana is your person here. Write, and one of them picks up.");
  });

  it("says when one's own person is back, and who is here meanwhile", () => {
    const later = state([TOM, BEN], {}, own(new Date(2026, 4, 14, 14, 0).getTime(), BEN));
    expect(hereNow(later, NOW)).toBe("Your person is Ana, back at 14:00; Ben and Tom are here.");
    expect(hereNow(state([BEN], {}, own(NOW + 24 * HOUR)), NOW)).toBe(
      "Your person is Ana, back tomorrow, Friday, at 9:41; Ben is here.",
    );
    const unknown = "Your person is Ana, not here right now; Ben is here.";
    expect(hereNow(state([BEN], {}, own(null)), NOW)).toBe(unknown);
    expect(hereNow(state([BEN], {}, own(NOW - HOUR)), NOW)).toBe(unknown);
  });
});

describe("nobody here", () => {
  const back = (at: number, face: Face | null = TOM) => whoIsBack(state([], { back: { at, face } }), NOW);

  it("is said with who is back and when", () => {
    expect(back(NOW + HOUR)).toBe("Tom is back at 10:41");
    expect(back(new Date(2026, 4, 15, 9, 0).getTime())).toBe("Tom is back tomorrow, Friday, at 9:00");
    expect(back(new Date(2026, 4, 18, 9, 0).getTime(), null)).toBe(
      "Somebody is back on Monday 18 May at 9:00",
    );
  });

  it("is not said with an hour that is unknown, or has passed", () => {
    expect(whoIsBack(state([]), NOW)).toBe("We can’t say yet when somebody is back");
    expect(back(NOW - 1)).toBe("We can’t say yet when somebody is back");
  });
});
