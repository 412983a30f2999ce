/** Who is who, for a screen. */

import { Face } from "../../../widget/src/paper/face";
import { Icon } from "../../../widget/src/paper/icons";
import { called } from "../../../widget/src/paper/names";
import type { AgentRow, AgentVisitorCard, Face as Somebody } from "../../../widget/src/wire/wire";
import type { Desk } from "../desk/state";
import { me as person } from "../ui/icons";
import * as words from "../words";

function visitorFace({ id, name }: Pick<AgentVisitorCard, "id" | "name">): Somebody {
  return { kind: "visitor", id, name };
}

/** A visitor's face; who has said no name has no initials. */
export function VisitorFace({
  of,
  size,
}: {
  readonly of: AgentVisitorCard;
  readonly size?: "s" | "l" | "xl";
}) {
  if (!of.nameless) return <Face of={visitorFace(of)} {...(size ? { size } : {})} />;
  return (
    <span class={`face v${size ? ` ${size}` : ""}`} aria-hidden="true">
      <Icon of={person} small />
    </span>
  );
}

/** How a colleague is spoken of, or somebody whom this team no longer knows. */
export function nameOf(desk: Desk, agent: string | null): string {
  const name = agent === null ? undefined : desk.team.get(agent)?.name;
  return name ? called(name, teamNames(desk)) : words.list.somebody;
}

export function teamNames(desk: Desk): readonly string[] {
  return [...desk.team.values()].map(({ name }) => name);
}

/** Who is in a conversation: who has it first, then those who came in. */
export function facesIn(row: AgentRow, desk: Desk): readonly Somebody[] {
  const owner = row.agent === null ? undefined : desk.team.get(row.agent);
  const joined = row.members.filter(({ state }) => state === "joined").map(({ face }) => face);
  return owner ? [{ kind: "agent", id: owner.id, name: owner.name }, ...joined] : joined;
}

const LIST = new Intl.ListFormat("en-GB");

/** Those people in words, oneself first as "you": "you, Tom and Maya". */
export function namesOf(faces: readonly Somebody[], desk: Desk): string {
  const others = faces.filter(({ id }) => id !== desk.me.id).map(({ name }) => called(name, teamNames(desk)));
  return LIST.format(others.length < faces.length ? [words.you, ...others] : others);
}

/** How a visitor is spoken of in a sentence; who has said no name keeps the one we gave. */
export function visitorName({ name, nameless }: Pick<AgentVisitorCard, "name" | "nameless">): string {
  return nameless ? name : called(name);
}
