import { describe, expect, test } from "vitest";
import { checkOrigin } from "../../../frontend/src/settings/originRules";
import { latest } from "../../../frontend/src/settings/tag";
import * as words from "../../../frontend/src/words";

describe("an origin", () => {
  test.each([
    ["https://example.com", "https://example.com", false],
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000", false],
    ["http://localhost:3000", "http://localhost:3000", false],
    ["example.com", "https://example.com", true],
    [" https://Example.COM/shop?a=1#b ", "https://example.com", true],
    ["https://example.com:443", "https://example.com", true],
    ["https://bücher.example", "https://xn--bcher-kva.example", true],
    ["https://[::1]:8000", "https://[::1]:8000", false],
  ])("%s is kept as %s", (typed, origin, mended) => {
    expect(checkOrigin(typed)).toEqual({ origin, mended });
  });

  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["https://*.example.com", "wildcard"],
    ["*", "wildcard"],
    ["ftp://example.com", "scheme"],
    ["javascript://example.com", "scheme"],
    ["https://ana:secret@example.com", "credentials"],
    ["https://evil\\@good.example", "not_an_address"],
    ["not an address", "not_an_address"],
    ["shop", "not_an_address"],
    ["https://", "not_an_address"],
    ["null", "not_an_address"],
  ] as const)("%s is refused: %s, with words that say how to mend it", (typed, fault) => {
    expect(checkOrigin(typed)).toEqual({ fault });
    expect(words.settings.faults[fault]).not.toBe("");
  });

  test("already allowed is not added twice, however it is written", () => {
    expect(checkOrigin("EXAMPLE.com/", ["https://example.com"])).toEqual({ fault: "twice" });
  });
});

test("each address is told once, as it was seen last", () => {
  const seen = (origin: string, at: number, problem: "origin_not_allowed" | null = null) => ({
    origin,
    at,
    problem,
  });
  expect(latest([seen("a", 1, "origin_not_allowed"), seen("b", 2), seen("a", 3)])).toEqual([
    seen("a", 3),
    seen("b", 2),
  ]);
});
