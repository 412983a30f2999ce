import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkify, safeHref } from "../../../../widget/src/paper/linkify";

const hrefs = (text: string) =>
  linkify(text).flatMap((part) => (typeof part === "string" ? [] : [part.href]));
const shown = (text: string) =>
  linkify(text)
    .map((part) => (typeof part === "string" ? part : part.shown))
    .join("");

describe("links in plain words", () => {
  it.each([
    ["see https://a.example/x?y=1#z now", ["https://a.example/x?y=1#z"]],
    ["HTTP://A.EXAMPLE", ["http://a.example/"]],
    ["write to mailto:ana@fernhill.example.", ["mailto:ana@fernhill.example"]],
    ["(https://en.example/wiki/Bike_(city))", ["https://en.example/wiki/Bike_(city)"]],
    ["https://a.example, https://b.example; done", ["https://a.example/", "https://b.example/"]],
    ["“https://a.example/path”", ["https://a.example/path"]],
    ["<https://a.example>", ["https://a.example/"]],
  ])("are found in %s", (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
  });

  it.each([
    "javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "data:text/html,x",
    "ftp://a.example",
    "file:///etc/passwd",
    "xhttps://a.example",
    "https://",
    "https://bank.example@evil.example/",
    "mailto:nobody",
  ])("are not seen in %s", (text) => {
    expect(hrefs(text)).toEqual([]);
  });

  it("end where a control could make them look like another", () => {
    expect(hrefs("https://a.example/\u202egpj.exe")).toEqual(["https://a.example/"]);
    expect(hrefs("https://a.example\u200b.evil.example")).toEqual(["https://a.example/"]);
  });

  it("show their host in punycode where it mixes scripts", () => {
    expect(shown("https://pаypal.example/in")).toBe("https://xn--pypal-4ve.example/in");
    expect(shown("https://münchen.example/")).toBe("https://münchen.example/");
  });

  it("lose no letter of the words around them", () => {
    const words = fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("https://a.example/(x)", " mailto:a@b.example", "http://", "."),
      ),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join("");
        fc.pre(!/https?:\/\/[^\s/]*[^\p{ASCII}]/iu.test(text));
        expect(shown(text)).toBe(text);
      }),
    );
  });

  it("are found in time that does not explode", () => {
    const started = performance.now();
    linkify("https://a.example/(".repeat(210).slice(0, 4_000));
    linkify(`https://a${")".repeat(3_990)}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("an address", () => {
  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:x",
    "//evil.example",
    "vbscript:x",
    "",
  ])("is not followed: %s", (address) => {
    expect(safeHref(address)).toBeNull();
  });
});
