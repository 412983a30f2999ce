/** Who of the team is here, as the line last told. While it is down nobody's presence is claimed, as in the panel. */

import type { AgentColleague } from "../../../widget/src/wire/wire";
import type { View } from "../desk/seat";

/** Null where nothing is known: of people outside the team, and of everybody while the line is down. */
export function presenceOf({ desk, line }: View, agent: string): AgentColleague["presence"] | null {
  return (line === "open" && desk?.team.get(agent)?.presence) || null;
}

/** The dot beside a face; who is not there at all has none. */
export function dotOf(view: View, agent: string): "here" | "away" | undefined {
  const presence = presenceOf(view, agent);
  if (presence === "available") return "here";
  return presence === "away" ? "away" : undefined;
}

/** Whether I take calls, and any could reach me: then the phone is lifted, and blue. */
export function takesCalls({ desk, line }: View): boolean {
  return line === "open" && desk?.me.presence === "available";
}
