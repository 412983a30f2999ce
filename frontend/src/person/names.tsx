/** Who is who, for a screen. */

import { Face } from "../../../widget/src/paper/face";
import { Icon } from "../../../widget/src/paper/icons";
import type { AgentVisitorCard, Face as Somebody } from "../../../widget/src/wire/wire";
import type { Desk } from "../desk/state";
import { me as person } from "../ui/icons";
import { words } from "../words";

export function visitorFace({ id, name }: Pick<AgentVisitorCard, "id" | "name">): Somebody {
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

/** A colleague's name, or somebody whom this team no longer knows. */
export function nameOf(desk: Desk, agent: string | null): string {
  return (agent !== null && desk.team.get(agent)?.name) || words.list.somebody;
}
