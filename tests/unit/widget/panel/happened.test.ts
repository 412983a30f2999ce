import { describe, expect, it } from "vitest";
import { happened } from "../../../../widget/src/panel/happened";
import type { Face, PickedUp, PublicEntry } from "../../../../widget/src/wire/wire";
import { ANA, HERE, TOM, VISITOR } from "./history";

const SYSTEM: Face = { kind: "system", id: "system", name: "" };
const MAYA: Face = { kind: "insider", id: "insider-maya", name: "Maya" };
const NOW = new Date(2026, 4, 14, 9, 41).getTime();
const TOMORROW = new Date(2026, 4, 15, 9, 0).getTime();

type Body = PublicEntry["body"];

function told(by: Face, body: Body): string {
  const { act, why } = happened({ seq: 1, at: NOW, by, id: null, body }, NOW);
  return `${act} ${why}`;
}

describe("an event", () => {
  const each: [Face, Body, string][] = [
    [ANA, { type: "no_answer" }, "Ana did not answer. You go on, first in line."],
    [ANA, { type: "line_dropped" }, "Ana’s line dropped. You go on with somebody else."],
    [SYSTEM, { type: "line_dropped" }, "Their line dropped. You go on with somebody else."],
    [
      TOM,
      { type: "joined", because: "asked", asked_by: ANA, why: "he builds our wheels." },
      "Tom joined. Ana asked: he builds our wheels.",
    ],
    [
      TOM,
      { type: "joined", because: "asked", asked_by: ANA, why: "" },
      "Tom joined. Ana asked Tom to come in.",
    ],
    [
      TOM,
      { type: "joined", because: "escalated", asked_by: null, why: "" },
      "Tom joined. You asked for somebody who can fix this.",
    ],
    [
      MAYA,
      { type: "joined", because: "insider", asked_by: ANA, why: "she drew the frame." },
      "Maya joined, from outside the team. Ana asked: she drew the frame.",
    ],
    [TOM, { type: "stepped_out" }, "Tom stepped out. Somebody is still with you."],
    [
      ANA,
      { type: "handed_over", to: TOM, why: "" },
      "Ana handed you over to Tom. Tom sees all that was said.",
    ],
    [
      ANA,
      { type: "handed_over", to: TOM, why: "wheels are his." },
      "Ana handed you over to Tom. Ana says: wheels are his.",
    ],
    [TOM, { type: "took_over", after: ANA }, "Tom took over. Ana is no longer on the line."],
    [ANA, { type: "held", because: "by_agent" }, "Ana put you on hold. You stay with Ana."],
    [SYSTEM, { type: "held", because: "visitor_away" }, "Your place was kept. You were away."],
    [ANA, { type: "resumed" }, "Ana is back with you. It goes on where it was."],
    [SYSTEM, { type: "resumed" }, "You’re back. It goes on where it was."],
    [VISITOR, { type: "escalated" }, "You asked for somebody who can fix this. That is never refused."],
    [VISITOR, { type: "chose", reach: HERE }, "You chose to wait here. Your place is kept."],
    [
      VISITOR,
      { type: "chose", reach: { kind: "write", address: "jonas@weber.example", due: null } },
      "You chose to be written to. Somebody writes to you at jonas@weber.example. Your place is kept.",
    ],
    [
      VISITOR,
      { type: "chose", reach: { kind: "call", address: "+49 30 1234567", due: null } },
      "You chose to be called back. Somebody calls you on +49 30 1234567, as soon as somebody is free. Your place is kept.",
    ],
    [
      VISITOR,
      { type: "chose", reach: { kind: "call", address: "+49 30 1234567", due: TOMORROW } },
      "You chose to be called back. Somebody calls you on +49 30 1234567, tomorrow, Friday, at 9:00 or later. Your place is kept.",
    ],
    [
      SYSTEM,
      { type: "longer_than_said", minutes: 4 },
      "We said 4 minutes. It takes longer, sorry. Your place is kept.",
    ],
    [VISITOR, { type: "person_chosen", person: TOM }, "Tom is your person here. You chose so."],
    [
      SYSTEM,
      { type: "person_chosen", person: TOM },
      "Tom is your person here. Tom helped you, and is asked first next time.",
    ],
    [
      ANA,
      { type: "person_chosen", person: TOM },
      "Tom is your person here. Ana chose so. You can change it under “What we know about you”.",
    ],
    [VISITOR, { type: "person_chosen", person: null }, "You have nobody in particular here. You chose so."],
    [ANA, { type: "closed" }, "Ana put the phone down. Write any time, it reaches us."],
    [VISITOR, { type: "reopened" }, "The line is open again. There is more to say."],
    [VISITOR, { type: "departed" }, "You left. Nothing more to do. Writing starts a new conversation."],
  ];
  it.each(each.map(([by, body, text]) => [text, by, body] as const))("reads: %s", (text, by, body) => {
    expect(told(by, body)).toBe(text);
  });

  it("of picking up never leaves the reason out", () => {
    const why = (because: PickedUp["because"]) => told(ANA, { type: "picked_up", because });
    expect(why("your_customer")).toBe("Ana picked up. Ana is your person here.");
    expect(why("was_theirs")).toBe("Ana picked up. You were with Ana before.");
    expect(why("waits_for_you")).toBe("Ana picked up. You chose to wait for Ana.");
    expect(why("on_the_team")).toBe("Ana picked up. Ana is on the team this page asks for.");
    expect(why("speaks_their_language")).toBe("Ana picked up. Ana speaks your language.");
    expect(why("first_in_line")).toBe("Ana picked up. You were next.");
    expect(why("escalated")).toBe("Ana picked up. You asked for somebody who can fix this.");
    expect(why("everybody_is_rung")).toBe("Ana picked up. It rang for everybody.");
    expect(why("picked_up")).toBe("Ana picked up. Ana saw you waiting.");
    expect(why("asked")).toBe("Ana picked up. Ana was asked in.");
    expect(why("took_over")).toBe("Ana picked up. Ana was already in the conversation.");
  });

  it("shows the face of whoever came", () => {
    const body: Body = { type: "handed_over", to: TOM, why: "" };
    expect(happened({ seq: 1, at: NOW, by: ANA, id: null, body }, NOW).face).toEqual(TOM);
  });
});
