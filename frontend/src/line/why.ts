/** Why a row stands where it stands: each reason that is true of it, the most pressing first. */

import type { AgentColleague, AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import type { Desk } from "../desk/state";
import { nameOf, namesOf } from "../person/names";
import { languageName } from "../person/places";
import { reasonOf } from "../reasons";
import * as words from "../words";

export function whyOf(row: AgentRow, desk: Desk): string {
  return reasons(row, desk)
    .filter((reason) => reason !== null && reason !== "")
    .join(". ");
}

type Reasons = readonly (string | null | undefined)[];

function reasons(row: AgentRow, desk: Desk): Reasons {
  switch (row.state) {
    case "waiting":
    case "ringing":
      return waits(row, desk);
    case "engaged":
      return [...wanted(row, desk), ...whose(row, desk), ...company(row, desk)];
    case "held":
      return [
        row.visitor.online ? null : words.list.visitorAway,
        ...wanted(row, desk),
        ...whose(row, desk),
        ...company(row, desk),
      ];
    case "closed":
      return [words.list.closed];
    case "left":
      return [words.list.left];
  }
}

function waits(row: AgentRow, desk: Desk): Reasons {
  return [
    row.promise?.broken && words.list.longerThanSaid,
    rings(row, desk),
    row.escalated !== null && words.list.asksForFix,
    row.waits_for !== null ? words.list.waitsFor(nameOf(desk, row.waits_for)) : narrowed(row, desk),
    row.state === "waiting" && row.rank === 0 && words.list.backInLine,
    words.list.sooner[row.visitor.priority],
    row.absent && words.list.absent,
  ].map((reason) => reason || null);
}

function rings(row: AgentRow, desk: Desk): string | null {
  if (row.calling_all) return words.list.ringingAll;
  if (row.state !== "ringing") return null;
  return row.agent === desk.me.id ? words.list.ringingYou : words.list.ringing(nameOf(desk, row.agent));
}

/** Who serves them first, where not everybody does: a team that was asked for, or who speaks their language. */
function narrowed({ team, visitor }: AgentRow, desk: Desk): string | null {
  const named = team === null ? undefined : desk.teams.get(team)?.name;
  if (named) return words.list.teamFirst(named);
  const language = visitor.language?.split("-")[0]?.toLowerCase();
  const here = [...desk.team.values()].filter(({ presence }) => presence === "available");
  // Who has told no languages takes any.
  const speaks = ({ languages }: AgentColleague) =>
    languages.length === 0 || languages.includes(language as string);
  const able = here.filter(speaks);
  if (!language || able.length === 0 || able.length === here.length) return null;
  const faces = able.map(({ id, name }) => ({ kind: "agent" as const, id, name }));
  return words.list.firstThenAnybody(languageName(language), namesOf(faces, desk));
}

/** Whose it is: why it is mine, or the colleague who has it. */
function whose(row: AgentRow, desk: Desk): Reasons {
  if (row.agent !== desk.me.id) return [words.list.withOne(nameOf(desk, row.agent))];
  return [row.because === "first_in_line" ? words.list.wasFirst : sentence(reasonOf(row.because, true))];
}

/** That the visitor asked for someone who can fix it, and who came in for it: a credit. Null where nobody asked. */
export function creditOf(row: AgentRow, desk: Desk): string | null {
  const fixing = row.members.filter(({ state, errand }) => state === "joined" && errand === "fix");
  if (fixing.length > 0) return words.talk.credit(sentence(names(fixing, desk)) ?? "");
  return row.escalated === null ? null : words.list.asksForFix;
}

/** Who is wanted in it, by the visitor or by us, and has not come yet or came for that. */
function wanted(row: AgentRow, desk: Desk): Reasons {
  const asked = row.members.filter(({ state, errand }) => state === "asked" && errand !== "insider");
  const rung = asked.filter(({ face }) => face.id !== desk.me.id);
  return [
    creditOf(row, desk),
    rung.length < asked.length ? words.list.ringingYou : null,
    rung.length > 0 ? words.list.asking(names(rung, desk)) : null,
  ];
}

/** Who else is in, or may come by a link. */
function company({ members }: AgentRow, desk: Desk): Reasons {
  const others = members.filter(({ state, errand }) => state === "joined" && errand !== "fix");
  const invited = members.filter(({ state, errand }) => state === "asked" && errand === "insider");
  const mine = members.find(({ face }) => face.id === desk.me.id);
  const many = others.length > 1 || others[0] === mine;
  return [
    others.length > 0 ? words.list.isIn(sentence(names(others, desk)) ?? "", many) : null,
    invited.length > 0 ? words.list.haveLink(names(invited, desk), invited.length > 1) : null,
  ];
}

function names(some: readonly AgentMember[], desk: Desk): string {
  return namesOf(
    some.map(({ face }) => face),
    desk,
  );
}

function sentence(text: string | null): string | null {
  return text && text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
