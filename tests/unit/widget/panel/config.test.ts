import { describe, expect, it } from "vitest";
import { readConfig } from "../../../../widget/src/panel/config";

/** A page as the server sends it. */
function page(): Document {
  const given = { site: { key: "ridge" }, origins: ["https://ridge.example"], hosted: false };
  return new DOMParser().parseFromString(
    `<script type="application/json" id="bluephone">${JSON.stringify(given)}</script>`,
    "text/html",
  );
}

describe("what the loader tells the panel", () => {
  it.each([
    ["true", true],
    ["false", false],
    ["undefined", null],
  ])("whether somebody is here, or that it was not told: %s", (told, here) => {
    expect(readConfig(page(), `#host=https%3A%2F%2Fridge.example&here=${told}`).here).toBe(here);
  });

  it("claims nothing where it told nothing, as on the hosted page", () => {
    expect(readConfig(page(), "").here).toBeNull();
  });

  it("is believed of a page that the site allows, and of no other", () => {
    expect(readConfig(page(), "#host=https%3A%2F%2Fridge.example").host).toBe("https://ridge.example");
    expect(readConfig(page(), "#host=https%3A%2F%2Fevil.example").host).toBeNull();
  });
});
