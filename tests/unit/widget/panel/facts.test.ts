import { describe, expect, it } from "vitest";
import { fitting, UNKNOWN } from "../../../../widget/src/panel/facts";

describe("what the owner's page tells", () => {
  it("is cut to what the wire takes, so that no page shuts its visitors out", () => {
    const facts = fitting({
      ...UNKNOWN,
      page: { url: `https://shop.example/${"a".repeat(3_000)}`, title: "🚲".repeat(300) },
      told: Array.from({ length: 12 }, () => ({ name: "n".repeat(50), value: "v".repeat(300) })),
      team: "t".repeat(300),
    });
    expect(facts.page?.url).toHaveLength(2_000);
    expect([...(facts.page?.title ?? "")]).toHaveLength(200);
    expect(facts.told).toHaveLength(10);
    expect(facts.told[0]).toEqual({ name: "n".repeat(40), value: "v".repeat(200) });
    expect(facts.team).toHaveLength(200);
  });

  it("loses halves of characters and NUL, which no frame may carry, and a name is never empty", () => {
    const facts = fitting({ ...UNKNOWN, told: [{ name: "", value: "a\ud800b\0c" }] });
    expect(facts.told).toEqual([{ name: "–", value: "abc" }]);
  });

  it("goes out as it is where it fits", () => {
    const facts = { ...UNKNOWN, told: [{ name: "order", value: "20418" }], team: "workshop", language: "de" };
    expect(fitting(facts)).toEqual(facts);
  });
});
