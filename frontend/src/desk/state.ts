import type {
  AgentColleague,
  AgentCommand,
  AgentMe,
  AgentRow,
  AgentTeamCard,
  AgentWelcome,
  Limits,
  TeamEntry,
} from "../../../widget/src/wire/wire";

/** A copy of a conversation's log: entries without a gap; `earlier` tells whether there are more before the first. */
export interface Log {
  readonly entries: readonly TeamEntry[];
  readonly earlier: boolean;
}

/** What an agent's screen knows of one site. Everything in it came from the server; nothing of another site is in it. */
export interface Desk {
  readonly site: string;
  readonly siteName: string;
  readonly limits: Limits;
  readonly me: AgentMe;
  /** Whether a ring must be picked up, or whoever is rung has it at once. */
  readonly mode: AgentWelcome["mode"];
  readonly team: ReadonlyMap<string, AgentColleague>;
  readonly teams: ReadonlyMap<string, AgentTeamCard>;
  readonly rows: ReadonlyMap<string, AgentRow>;
  /** Whether older ended conversations exist that are not in `rows`. */
  readonly more: boolean;
  readonly revision: number;
  readonly open: ReadonlyMap<string, Log>;
}

/** The state after an event, and what must be asked of the server because of it. */
export interface Step {
  readonly desk: Desk | null;
  readonly ask: readonly AgentCommand[];
}

/** The newest seq of a log that we hold; 0 for none. */
export function headOf(log: Log | undefined): number {
  return log?.entries.at(-1)?.seq ?? 0;
}

/** How far each open conversation's copy goes: what `hello` tells the server. */
export function cursorsOf(desk: Desk | null): Record<string, number> {
  const cursors: Record<string, number> = {};
  for (const [id, log] of desk?.open ?? []) cursors[id] = headOf(log);
  return cursors;
}
