import { render } from "preact";
import { describe, expect, test } from "vitest";
import { type Act, Happening } from "../../../frontend/src/talk/happening";
import type { Face, Reach } from "../../../widget/src/wire/wire";
import { ana, card, faceOf, maya, NOW, said, tom } from "./people";

const jonas = faceOf(card());
const desk: Face = { kind: "system", id: "", name: "" };
const reader = { me: ana.id, team: [ana.name, tom.name, maya.name], visitor: "Jonas" };
const joined = { type: "joined", because: "asked", asked_by: ana, why: "he builds our wheels" } as const;
const chose = (kind: Reach["kind"], address = "", due: number | null = null) =>
  ({ type: "chose", reach: { kind, address, due } }) as const;

function told(by: Face, body: Act): string {
  const box = document.createElement("div");
  render(<Happening entry={said(1, by, "", { at: NOW, body })} body={body} reader={reader} />, box);
  return box.querySelector("p > span:last-child")?.textContent?.trim() ?? "";
}

describe("one line tells what happened, and why", () => {
  test.each<readonly [Face, Act, string]>([
    [ana, { type: "picked_up", because: "your_customer" }, "You picked up. Because: your customer."],
    [tom, { type: "picked_up", because: "your_customer" }, "Tom picked up. Because: their own customer."],
    [ana, { type: "picked_up", because: "picked_up" }, "You picked up. From the line."],
    [
      tom,
      { type: "connected", because: "first_in_line", numbers: { free: 2, capacity: 4, waited: 1 } },
      "It rang for Tom. Because: first in line; 2 of 4 places were free.",
    ],
    [
      tom,
      { type: "line_dropped" },
      "Tom’s line dropped. It goes on with whoever is there, or first in line.",
    ],
    [ana, { type: "no_answer" }, "You did not answer. It goes on, first in line."],
    [tom, joined, "Tom joined. You asked: he builds our wheels"],
    [tom, { ...joined, asked_by: maya, why: "" }, "Tom joined. Maya asked for it."],
    [
      tom,
      { ...joined, because: "escalated", asked_by: null, why: "" },
      "Tom joined. Jonas had asked for someone who can fix it.",
    ],
    [
      { kind: "insider", id: "insider-1", name: "Dr. Kim" },
      { ...joined, because: "insider", why: "knows the alloy" },
      "Dr. Kim joined, by a link. You asked: knows the alloy",
    ],
    [tom, { type: "stepped_out" }, "Tom stepped out. The others stay."],
    [
      ana,
      { type: "handed_over", to: tom, why: "home at five" },
      "You handed over to Tom. Because: home at five.",
    ],
    [tom, { type: "handed_over", to: ana, why: "" }, "Tom handed over to you."],
    [tom, { type: "took_over", after: ana }, "Tom goes on with it. Because your line dropped."],
    [ana, { type: "held", because: "by_agent" }, "You put it aside. It takes no place meanwhile."],
    [
      ana,
      { type: "held", because: "visitor_away" },
      "Kept aside. Jonas is not on the page now. It goes on when they are.",
    ],
    [ana, { type: "resumed" }, "You took it up again."],
    [desk, { type: "resumed" }, "It goes on."],
    [
      jonas,
      { type: "escalated" },
      "Jonas asked for someone who can fix it. Never refused, and a credit to whoever is there.",
    ],
    [jonas, chose("here"), "Jonas waits here. The place in line is kept."],
    [
      jonas,
      chose("write", "jonas@weber.example"),
      "Jonas would rather be written to. At jonas@weber.example, as soon as somebody is free. The place in line is kept.",
    ],
    [
      desk,
      { type: "longer_than_said", minutes: 5 },
      "Longer than we said. We had said 5 minutes; they were told that it takes longer.",
    ],
    [jonas, { type: "person_chosen", person: tom }, "Tom is their person from here on. Jonas Weber chose."],
    [ana, { type: "person_chosen", person: null }, "They have nobody of their own any more. You chose."],
    [ana, { type: "back_in_line" }, "You had no place free for it. It goes on, first in line."],
    [
      ana,
      { type: "asked", whom: tom, to: "help", why: "wheels", numbers: {} },
      "You asked Tom in. Because: wheels.",
    ],
    [ana, { type: "asked", whom: tom, to: "take_over", why: "", numbers: {} }, "You asked Tom to take over."],
    [
      desk,
      { type: "asked", whom: ana, to: "fix", why: "", numbers: {} },
      "It rang for you. Because: asked for someone who can fix it.",
    ],
    [desk, { type: "not_coming", whom: tom, because: "declined" }, "Tom does not come. Not now."],
    [desk, { type: "not_coming", whom: ana, because: "no_answer" }, "You do not come. No answer."],
    [ana, { type: "closed" }, "You put the phone down. If they write, it opens again."],
    [desk, { type: "reopened" }, "It was opened again."],
    [jonas, { type: "departed" }, "Jonas Weber left. This conversation is over for good."],
  ])("%# %o", (by, body, line) => {
    expect(told(by, body)).toBe(line);
  });

  test("a call back that is due later says when", () => {
    expect(told(jonas, chose("call", "+44 20 7946 0018", NOW + 86_400_000))).toContain("due tomorrow");
  });
});
