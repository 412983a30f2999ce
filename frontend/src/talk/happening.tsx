/** What happened beside words: one line, the act in bold and its plain reason, which is never left out. */

import type { ComponentChildren } from "preact";
import { Face } from "../../../widget/src/paper/face";
import { door, help, Icon } from "../../../widget/src/paper/icons";
import { Mark } from "../../../widget/src/paper/mark";
import { called } from "../../../widget/src/paper/names";
import { when } from "../../../widget/src/paper/times";
import type { Connected, Reach, Face as Somebody, TeamEntry } from "../../../widget/src/wire/wire";
import { reasonOf } from "../reasons";
import { aside, clock as clockIcon, hand, letter } from "../ui/icons";
import * as words from "../words";

export type Act = Exclude<TeamEntry["body"], { type: "message" | "note" }>;

/** Who reads it, and among whom a first name may not be enough. */
export interface Reader {
  readonly me: string;
  readonly team: readonly string[];
  /** How the visitor is spoken of. */
  readonly visitor: string;
}

interface HappeningProps {
  readonly entry: TeamEntry;
  readonly body: Act;
  readonly reader: Reader;
  /** For a picking up: why it was theirs. */
  readonly because?: Connected | undefined;
}

export function Happening({ entry, body, reader, because }: HappeningProps) {
  const [act, reason] = told(entry, body, reader, because);
  return (
    <p class={body.type === "escalated" ? "event credit" : "event"}>
      <span class="lead">{leadOf(entry.by, body)}</span>
      <span>
        <b dir="auto">{act}</b> <bdi>{reason}</bdi>
      </span>
    </p>
  );
}

export function whoOf(by: Somebody, { me, team }: Pick<Reader, "me" | "team">): string {
  if (by.id === me) return words.talk.you;
  if (by.kind === "system") return words.events.theDesk;
  return (by.kind === "visitor" ? by.name : called(by.name, team)) || words.events.someone;
}

/** The act, and its reason. */
function told(
  { by, at }: TeamEntry,
  body: Act,
  reader: Reader,
  because: Connected | undefined,
): readonly [string, string] {
  const events = words.events;
  const who = whoOf(by, reader);
  const whom = (face: Somebody) => (face.id === reader.me ? events.yourself : whoOf(face, reader));
  const why = (code: string, numbers?: Connected["numbers"]) =>
    events.because(reasonOf(code, by.id === reader.me, numbers) ?? "");
  switch (body.type) {
    case "picked_up":
      if (because) return [events.pickedUp(who), why(because.because, because.numbers)];
      return [events.pickedUp(who), body.because === "picked_up" ? events.fromTheLine : why(body.because)];
    case "connected":
      return [events.rang(whom(by)), why(body.because, body.numbers)];
    case "line_dropped":
      return [events.lineDropped(who), events.goesOn];
    case "no_answer":
      return [events.noAnswer(who), events.firstInLine];
    case "back_in_line":
      return [events.backInLine(who), events.firstInLine];
    case "joined":
      return joined(who, body, reader);
    case "stepped_out":
      return [events.steppedOut(who), events.othersStay];
    case "handed_over":
      return [events.handedOver(who, whom(body.to)), events.because(body.why)];
    case "took_over":
      return [events.tookOver(who), events.afterDrop(whoOf(body.after, reader))];
    case "held":
      return body.because === "by_agent"
        ? [events.held(who), events.heldHint]
        : [events.heldAway, events.visitorAway(reader.visitor)];
    case "resumed":
      return [by.kind === "agent" ? events.resumed(who) : events.resumedBack, ""];
    case "escalated":
      return [events.escalated(by.kind === "visitor" ? reader.visitor : who), events.credit];
    case "chose":
      return chose(body.reach, reader.visitor, at);
    case "longer_than_said":
      return [events.longerThanSaid, events.promised(body.minutes)];
    case "person_chosen":
      return [
        body.person ? events.personChosen(whom(body.person)) : events.noPerson,
        by.kind === "system" ? "" : events.chosenBy(who),
      ];
    case "asked":
      return asked(who, whom(body.whom), body);
    case "not_coming":
      return [events.notComing(whoOf(body.whom, reader)), events.notComingBecause[body.because]];
    case "closed":
      return [events.closed(who), events.canWrite];
    case "reopened":
      return [by.kind === "system" ? events.reopened : events.reopenedBy(who), ""];
    case "departed":
      return [events.departed(who), events.over];
  }
}

function joined(who: string, body: Extract<Act, { type: "joined" }>, reader: Reader) {
  const events = words.events;
  const act = body.because === "insider" ? events.joinedByLink(who) : events.joined(who);
  if (body.because === "escalated") return [act, events.joinedToFix(reader.visitor)] as const;
  return [act, body.asked_by ? events.askedBy(whoOf(body.asked_by, reader), body.why) : body.why] as const;
}

function asked(who: string, whom: string, { to, why }: Extract<Act, { type: "asked" }>) {
  const events = words.events;
  if (to === "fix")
    return [events.askedFix(whom), events.because(words.reasons.escalated?.[1] ?? "")] as const;
  return [
    to === "take_over" ? events.askedOver(who, whom) : events.asked(who, whom),
    events.because(why),
  ] as const;
}

function chose({ kind, address, due }: Reach, visitor: string, at: number) {
  const events = words.events;
  if (kind === "here") return [events.chose.here(visitor), events.choseHere] as const;
  const then = due === null ? events.asSoon : events.due(when(due, at));
  return [events.chose[kind](visitor), events.choseAt(address, then)] as const;
}

function leadOf(by: Somebody, body: Act): ComponentChildren {
  switch (body.type) {
    case "picked_up":
    case "reopened":
      return <Mark lifted width={16} />;
    case "joined":
    case "took_over":
    case "stepped_out":
      return <Face of={by} size="s" />;
    case "handed_over":
    case "asked":
      return <Icon of={hand} small />;
    case "not_coming":
      return <Face of={body.whom} size="s" />;
    case "held":
    case "resumed":
      return <Icon of={aside} small />;
    case "escalated":
      return <Icon of={help} small />;
    case "chose":
      return <Icon of={letter} small />;
    case "longer_than_said":
      return <Icon of={clockIcon} small />;
    case "person_chosen":
      return body.person ? <Face of={body.person} size="s" /> : null;
    case "departed":
      return <Icon of={door} small />;
    case "connected":
    case "line_dropped":
    case "no_answer":
    case "back_in_line":
    case "closed":
      return <Mark lifted={false} width={16} />;
  }
}
