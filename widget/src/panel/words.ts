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

/** "Ana", "Ana and Tom", "Ana, Tom and Maya", "Ana, Tom and 3 others" */
export function names(faces: readonly Face[]): string {
  const whole = faces.map((face) => face.name);
  const all = whole.map((name) => held(called(name, whole)));
  const shown = all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} others`] : all;
  const last = shown.pop() ?? "";
  return shown.length ? `${shown.join(", ")} and ${last}` : last;
}

const withSomebody = (count: number) => `${["", "", "both "][count] ?? "all "}with somebody right now`;

export const words = {
  panel: (site: string) => `Talk to ${site}`,
  close: "Close",
  back: "Back",
  more: "More",

  // First open
  hereNow: (faces: readonly Face[]) => `${names(faces)} ${faces.length > 1 ? "are" : "is"} here.`,
  writeAndAnswer: (faces: readonly Face[]) =>
    faces.length > 1 ? "Write, and one of them answers." : `Write, and ${names(faces)} answers.`,
  somebodyHere: "Somebody is here.",
  writeAndSomebody: "Write, and they answer.",
  talkTo: (site: string) => `Talk to ${site}`,
  connecting: "One moment, we're connecting.",
  nobodyHere: "Nobody is here right now.",
  writeAnyway: "Write all the same. It is kept, and the first person in sees it.",
  lineDown: "The line is down, we're redialling.",
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
  ringing: "We're ringing now",
  allBusy: withSomebody,
  nobody: "Nobody is here right now",
  firstIn: "Your message is safe with us",
  hereStill: "here now",
  away: "not here right now",
  inLine: "You're in line",
  dropped: "The line dropped, we're redialling",
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
  they: "They",
  their: "Their",
  writing: (face: Face) => `${names([face])} is writing`,
  ringingWho: (faces: readonly Face[]) =>
    faces.length ? `We're ringing ${names(faces)}.` : "We're ringing somebody.",
  pickedUp: (who: string) => `${who} picked up.`,
  lineDropped: (who: string) => `${who} line dropped.`,
  youGoFirst: "You're at the head of the line.",
  putDown: (who: string) => `${who} put the phone down.`,
  writeAnyTime: "Write any time, it reaches us.",
  reopened: "The line is open again.",
  departed: "You left.",
  nothingMore: "Nothing more to do. Writing starts a new conversation.",

  // Waiting
  inLineTitle: "You're in line.",
  unknownWait: "We can't say yet how long. Whoever is free first picks up.",
  nobodyTitle: "Nobody is here right now.",
  nobodyNext:
    "Your message is kept, and the first person in sees it. The answer will be here, in this window.",
  trying: "Trying again. Nothing you wrote is lost.",

  // The exits
  help: "Get me someone who can fix this",
  helpSaid: "Please get me someone who can fix this.",
  leave: "Let me leave",

  // Leaving
  leaving: "Leaving",
  leavingSoon: "It takes effect as soon as the line is back. You need do nothing.",
  left: "You have left.",
  nothingToDo: (number: string) => `Nothing more to do. Receipt ${number}`,
} as const;
