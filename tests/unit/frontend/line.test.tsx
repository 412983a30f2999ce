import { describe, expect, test } from "vitest";
import { ana, colleague, row, welcome } from "./people";
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

  test("offers to write or to call, where that is what they chose, with a link beside the row", async () => {
    const chose = (kind: "write" | "call", address: string) => ({
      state: "waiting" as const,
      reach: { kind, address, due: null },
    });
    const screen = await show(
      "/console/ridge",
      sit(
        welcome([
          row("talk-mail", chose("write", "jonas@ridge.example")),
          row("talk-call", chose("call", "+44 20 7946 0018")),
        ]),
      ),
    );
    const links = [...screen.root.querySelectorAll<HTMLAnchorElement>(".reach a")];
    expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
      ["Call +44 20 7946 0018", "tel:+442079460018"],
      ["Write to jonas@ridge.example", "mailto:jonas@ridge.example"],
    ]);
  });

  test("shows the true wait of somebody who was told less as late, in words too", async () => {
    const late = row("talk-late", { state: "waiting", promise: { minutes: 5, broken: true } });
    const screen = await show("/console/ridge", sit(welcome([late])));
    expect(rowText("talk-late")).toContain("Longer than we said");
    expect(screen.find(".w.late")).not.toBeNull();
  });

  test("keeps what I put aside in a group of its own, and says how many places are free", async () => {
    const screen = await show(
      "/console/ridge",
      sit(welcome([row("talk-mine"), row("talk-held", { state: "held" })])),
    );
    expect(screen.find("section[aria-label='Put aside'] [data-row='talk-held']")).not.toBeNull();
    expect(screen.find("section[aria-label='With me'] h2")?.textContent).toContain("2 places free");
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

test("nobody’s presence is claimed while the line is down", async () => {
  const sat = sit(welcome([row("talk-mine")], { team: [colleague(ana)] }));
  const screen = await show("/console/ridge/c/talk-mine", sat);
  expect(screen.find(".face.here")).not.toBeNull();
  expect(screen.find(".person .online")?.textContent).toBe("On the page now");
  await screen.drawn(() => sat.socket().close(1006));
  expect(screen.find(".here, .online")).toBeNull();
  expect(screen.find(".person .presence")?.textContent).toBe("Not known just now");
  await screen.drawn(() => sat.redial());
  expect(screen.find(".person .online")).not.toBeNull();
});

describe("the empty place beside the line", () => {
  const me = welcome().me;

  test("says to pick somebody only while somebody waits", async () => {
    const talks = [row("talk-mine")];
    const screen = await show("/console/ridge", sit(welcome(talks)));
    expect(screen.find("main")?.textContent).toContain("Nobody waits.When somebody calls, it rings here.");
    const away = await show("/console/ridge", sit(welcome(talks, { me: { ...me, presence: "away" } })));
    expect(away.find("main")?.textContent).toContain("You are away. Whoever calls stands in the line.");
    const waits = await show("/console/ridge", sit(welcome([row("talk-wait", { state: "waiting" })])));
    expect(waits.find("main")?.textContent).toContain("Pick somebody from the line.");
  });

  test("has a resting phone, without the accent, while I take no calls or the line is down", async () => {
    const away = await show("/console/ridge", sit(welcome([], { me: { ...me, presence: "away" } })));
    expect(away.find("main")?.className).toBe("conv empty rest");
    expect(away.find(".logo")?.className).toBe("logo rest");
    const sat = sit();
    const here = await show("/console/ridge", sat);
    expect([here.find("main")?.className, here.find(".logo")?.className]).toEqual(["conv empty", "logo"]);
    await here.drawn(() => sat.socket().close(1006));
    expect(here.find(".logo")?.className).toBe("logo rest");
  });
});
