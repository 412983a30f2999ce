/**
 * Every word the panel says, but those of screens that no first open needs: they stand beside, in latewords.ts.
 * British, plain, what is true now and then what happens next.
 */
import { called } from "../paper/names";
import type { Face } from "../wire/wire";

/** A name that a sentence can hold: one with right-to-left letters or controls is kept from turning it around. */
function held(name: string): string {
  const tame = name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
  return /[\u0590-\u08ff\ufb1d-\ufefc]/u.test(tame) ? `\u2068${tame}\u2069` : tame;
}

/** "Ana", "Ana and Tom", "Ana, Tom and 1 other", as two faces and "+1" beside them; `count`: how many there are, if more than given. */
export function names(faces: readonly Face[], count = faces.length): string {
  const whole = faces.map((face) => face.name);
  const all = whole.map((name) => held(called(name, whole)));
  const shown = all.slice(0, 2);
  const others = count - shown.length;
  if (others > 0) shown.push(`${others} other${others > 1 ? "s" : ""}`);
  const last = shown.pop() ?? "";
  return shown.length ? `${shown.join(", ")} and ${last}` : last;
}

/** "with somebody right now", "both with somebody right now", … */
function withSomebody(count: number, ...by: string[]): string {
  return `${by[Math.min(count, 3) - 1]} somebody right now`;
}

export const words = {
  panel: (site: string) => `Talk to ${site}`,
  close: "Close",
  back: "Back",
  more: "More",

  // First open
  areHere: (who: string, count: number) => `${who} ${count > 1 ? "are" : "is"} here.`,
  since: (time: string) => `Here since ${time}.`,
  hereSince: (who: string, time: string) => `${who}, here since ${time}`,
  sinceBoth: (one: string, time: string, other: string, then: string) =>
    `${one} since ${time}, ${other} since ${then}.`,
  ownHere: (who: string, time = "") => `${who} is your person${time && ","} here${time && ` since ${time}`}.`,
  picksUp: (who: string, count: number) =>
    count > 1 ? "Write, and one of them picks up." : `Write, and ${who} picks up.`,
  busy: (count: number) =>
    `${withSomebody(count, "With", "Both with", "All with")}. Write, and your place is kept.`,
  yourPerson: (who: string, back: string) => `Your person is ${who}, ${back || "not here right now"}`,
  personBack: (when: string) => `back ${when}`,
  isBack: (who: string, when: string) => `${who} is back ${when}`,
  backUnknown: "We can’t say yet when somebody is back",
  somebodyHere: "Somebody is here.",
  writeAndSomebody: "Write, and they answer.",
  talkTo: (site: string) => `Talk to ${site}`,
  connecting: "One moment, we’re connecting.",
  nobodyHere: "Nobody is here right now.",
  writeAnyway: "Write all the same. It is kept, and the first person in sees it.",
  lineDown: "The line is down, we’re redialling.",
  writeKept: "Write all the same. It is kept here and goes out by itself.",
  notConnected: "This phone is not connected.",
  notAllowed: "The page around it may not use it. Only its owner can mend that.",

  // Composer
  ask: "What can we do for you?",
  writeTo: (faces: readonly Face[]) => (faces.length ? `Write to ${names(faces)}` : "Write to us"),
  addMore: "Add anything that helps",
  writeAgain: "Write to us again",
  send: "Send",
  tooLong: (by: number) => `${by} ${by === 1 ? "character" : "characters"} too long. It is all kept here.`,
  notLasting: "Your browser lets us keep nothing: this conversation lasts as long as this page.",

  // Top bar
  withYou: "with you now",
  onHold: "You’re on hold",
  ringing: "We’re ringing now",
  ringingAll: "We’re ringing everybody",
  allBusy: (count: number) => withSomebody(count, "with", "both with", "all with"),
  nobody: "Nobody is here right now",
  firstIn: "Your message is safe with us",
  hereStill: "here now",
  away: "not here right now",
  inLine: "You’re in line",
  dropped: "The line dropped, we’re redialling",
  ended: "This conversation is over",

  // The log
  log: "Conversation",
  earlier: "Earlier messages",
  new: "New",
  jump: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  sending: "Sending",
  kept: (count: number) =>
    count === 1 ? "Kept, it goes out by itself" : `${count} kept, they go out by themselves`,
  safe: (time: string) => `${time}, safe with us`,
  read: (time: string) => `${time}, read`,
  refused: "Not sent, kept here",
  tryAgain: "Try again",
  you: "You",
  somebody: "Somebody",
  writing: (face: Face) => `${names([face])} is writing`,
  ringingWho: (faces: readonly Face[]) =>
    faces.length ? `We’re ringing ${names(faces)}.` : "We’re ringing somebody.",
  pickedUp: (who: string) => `${who} picked up.`,
  happened: "Something happened on the line.",

  // Waiting
  inLineKept: "You’re in line. Your place is kept.",
  nobodyKept: "Nobody is here right now. Your message is kept, and the first person in sees it.",
  trying: "Trying again. Nothing you wrote is lost.",

  // The exits
  help: "Get me someone who can fix this",
  leave: "Let me leave",

  // Leaving
  leaving: "Leaving",
  leavingSoon: "It takes effect as soon as the line is back. You need do nothing.",
  left: "You have left.",
  nothingToDo: (number: string) => `Nothing more to do. Receipt ${number}`,
} as const;
