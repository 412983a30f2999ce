import { describe, expect, test } from "vitest";
import { row, welcome } from "./people";
import { press, show, type } from "./screen";
import { sit } from "./socket";

const rowText = (id: string) => document.querySelector(`[data-row="${id}"]`)?.textContent;

describe("the line", () => {
  test("says of somebody who was passed over only that they go first: nobody need have been with them", async () => {
    const screen = await show(
      "/console/ridge",
      sit(welcome([row("talk-back", { state: "waiting", rank: 0 })])),
    );
    expect(rowText("talk-back")).toContain("Back at the head of the line");
    expect(screen.text()).not.toContain("dropped");
  });

  test("speaks of the line in the past once somebody was picked up from it", async () => {
    await show("/console/ridge", sit(welcome([row("talk-mine", { because: "first_in_line" })])));
    expect(rowText("talk-mine")).toContain("Was first in line");
  });

  test("lets Escape first clear the search, then leave it", async () => {
    const screen = await show("/console/ridge", sit(welcome([row()])));
    const field = screen.find("input[type='search']") as HTMLInputElement;
    field.focus();
    await screen.drawn(() => type(field, "wheel"));
    await screen.drawn(() => press("Escape"));
    expect(field.value).toBe("");
    expect(document.activeElement).toBe(field);
    await screen.drawn(() => press("Escape"));
    expect(document.activeElement).not.toBe(field);
  });

  test("offers one button to pick up, beside the words that say why", async () => {
    const screen = await show(
      "/console/ridge/c/talk-wait",
      sit(welcome([row("talk-wait", { state: "waiting" })])),
    );
    const names = [...screen.root.querySelectorAll("button")].map((button) => button.textContent);
    expect(names.filter((name) => name === "Pick up")).toHaveLength(1);
  });
});
