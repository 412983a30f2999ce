/** What happened on the line, as the visitor reads it: the act, and why. The reason is never left out. Pure. */
import { when } from "../paper/times";
import type { Face, Joined, PersonChosen, PublicEntry, Reach } from "../wire/wire";
import { lateWords as say } from "./latewords";
import { names, words } from "./words";

export interface Happened {
  readonly act: string;
  readonly why: string;
  /** Whose face leads the line; else the phone does. */
  readonly face?: Face;
  readonly lifted: boolean;
}

export function happened({ by, body }: PublicEntry, now: number): Happened {
  const human = by.kind === "agent" || by.kind === "insider";
  const who = human ? names([by]) : words.somebody;
  switch (body.type) {
    case "picked_up":
      return lifted(words.pickedUp(who), say.because(who)[body.because]);
    case "no_answer":
      return resting(say.noAnswer(who), say.headOfLine);
    case "line_dropped":
      return resting(say.lineDropped(human ? who : ""), say.goOn);
    case "back_in_line":
      return resting(say.backInLine(who), say.headOfLine);
    case "joined":
      return { ...lifted(joined(by, who), whyJoined(body, who)), face: by };
    case "stepped_out":
      return resting(say.steppedOut(who), say.stillThere);
    case "handed_over": {
      const to = names([body.to]);
      return {
        ...lifted(say.handedOver(who, to), body.why ? say.saysWhy(who, body.why) : say.seesAll(to)),
        face: body.to,
      };
    }
    case "took_over":
      return { ...lifted(say.tookOver(who), say.isGone(names([body.after]))), face: by };
    case "held":
      return body.because === "visitor_away"
        ? resting(say.heldAway, say.heldAwayWhy)
        : resting(say.held(who), say.staysWith(who));
    case "resumed":
      return lifted(human ? say.resumed(who) : say.resumedAway, say.goesOn);
    case "escalated":
      return lifted(say.asked, say.neverRefused);
    case "chose":
      return resting(...chose(body.reach, now));
    case "longer_than_said":
      return resting(say.weSaid(body.minutes), say.tookLonger);
    case "person_chosen":
      return resting(...chosen(body, by));
    case "closed":
      return resting(say.putDown(human ? who : say.they), say.writeAnyTime);
    case "reopened":
      return lifted(say.reopened, say.reopenedWhy);
    case "departed":
      return resting(say.departed, say.nothingMore);
    default:
      return resting(words.happened, "");
  }
}

/** "as soon as somebody is free", "tomorrow, Friday, at 9:00 or later" */
export function dueIn({ due }: Reach, now: number): string {
  return due && due > now ? say.later(when(due, now)) : say.soon;
}

function lifted(act: string, why: string): Happened {
  return { act, why, lifted: true };
}

function resting(act: string, why: string): Happened {
  return { act, why, lifted: false };
}

function joined(by: Face, who: string): string {
  return by.kind === "insider" ? say.joinedAsGuest(who) : say.joined(who);
}

function whyJoined({ because, asked_by, why }: Joined, who: string): string {
  if (asked_by) return why ? say.askedWhy(names([asked_by]), why) : say.askedIn(names([asked_by]), who);
  return because === "escalated" ? say.cameToFix : say.cameToHelp;
}

function chose(reach: Reach, now: number): [string, string] {
  if (reach.kind === "write") return [say.choseWrite, say.writesTo(reach.address)];
  if (reach.kind === "call") return [say.choseCall, say.calls(reach.address, dueIn(reach, now))];
  return [say.choseHere, say.placeIsKept];
}

function chosen({ person }: PersonChosen, by: Face): [string, string] {
  const act = person ? say.personIs(names([person])) : say.personNone;
  if (by.kind === "visitor") return [act, say.youChose];
  if (by.kind === "agent") return [act, say.theyChose(names([by]))];
  return [act, person ? say.asksFirst(names([person])) : ""];
}
