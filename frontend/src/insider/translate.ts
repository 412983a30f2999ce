/**
 * An insider's wire in the agents' words: one conversation is a desk with one row, so the console's own state and
 * log serve for it. What has no place on an insider's wire is not said.
 */

import type {
  AgentColleague,
  AgentCommand,
  AgentEvent,
  AgentRow,
  Face,
  InsiderCommand,
  InsiderEvent,
  InsiderWelcome,
  InsiderWith,
} from "../../../widget/src/wire/wire";

/** The one site that an insider's desk knows. */
export const SITE = "with";

/** What the link opened, as it is now. */
export interface Invitation
  extends Pick<InsiderWelcome, "me" | "asked_by" | "why" | "expires" | "conversation"> {
  readonly siteName: string;
  readonly visitor: InsiderWelcome["visitor"];
  readonly faces: readonly Face[];
  /** Nothing can be written now: it is closed, or its visitor left. */
  readonly ended: boolean;
  readonly revision: number;
}

/** What goes out for what the console's seat says; null for what an insider does not say. */
export function said(command: AgentCommand, key: string): InsiderCommand | null {
  switch (command.type) {
    case "hello":
      return { type: "hello", key, cursor: Math.max(0, ...Object.values(command.cursors)) };
    case "reply":
    case "note":
    case "typing":
    case "read":
    case "fetch":
    case "earlier":
    case "step_out":
    case "beat":
      return command;
    default:
      return null;
  }
}

export interface Heard {
  readonly invitation: Invitation | null;
  readonly events: readonly AgentEvent[];
}

/** What the console's seat is told of what came in. */
export function heard(event: InsiderEvent, held: Invitation | null): Heard {
  if (event.type === "welcome") return welcomed(event, held);
  if (event.type === "with") return held ? within(event, held) : { invitation: held, events: [] };
  if (event.type === "beat") {
    const heads = held ? { [held.conversation]: event.head } : {};
    return {
      invitation: held,
      events: [{ type: "beat", n: event.n, revision: held?.revision ?? 0, heads }],
    };
  }
  if (event.type === "visitor" && held)
    return { invitation: { ...held, visitor: event.visitor }, events: [event] };
  return { invitation: held, events: [event] };
}

function welcomed(event: InsiderWelcome, before: Invitation | null): Heard {
  const { me, asked_by, why, expires, conversation, visitor, faces } = event;
  const ended = before?.ended ?? false;
  const invitation: Invitation = {
    ...{ me, asked_by, why, expires, conversation, visitor, faces, ended },
    siteName: event.site_name,
    revision: 1,
  };
  const row = {
    ...rowOf(invitation, event.now),
    read: event.head,
    visitor_read: event.visitor_read,
  };
  return {
    invitation,
    events: [
      {
        type: "welcome",
        version: event.version,
        now: event.now,
        limits: event.limits,
        me: {
          ...{ id: me.id, name: me.name, role: "agent", presence: "available", away_because: null },
          ...{ capacity: 1, teams: [], languages: [] },
        },
        site: SITE,
        site_name: event.site_name,
        mode: "connect",
        revision: invitation.revision,
        teams: [],
        team: colleaguesOf(invitation),
        rows: [{ ...row, head: event.after }],
        more: false,
      },
      {
        type: "opened",
        row: { ...row, head: event.head },
        after: event.after,
        entries: event.entries,
        earlier: event.earlier,
      },
    ],
  };
}

function within({ faces, ended }: InsiderWith, held: Invitation): Heard {
  const invitation = { ...held, faces, ended, revision: held.revision + 2 };
  return {
    invitation,
    events: [
      { type: "team", revision: invitation.revision - 1, team: colleaguesOf(invitation) },
      { type: "rows", revision: invitation.revision, rows: [rowOf(invitation, 0)] },
    ],
  };
}

/** The row of the one conversation. What a log adds to it the desk knows itself. */
function rowOf({ conversation, visitor, faces, ended }: Invitation, changed: number): AgentRow {
  const owner = faces.find(({ kind }) => kind === "agent")?.id ?? null;
  return {
    id: conversation,
    visitor,
    state: ended ? "closed" : owner === null ? "waiting" : "engaged",
    agent: owner,
    changed,
    ...{ absent: false, rank: 1, order: 0, sequence: 0, since: null, offer: 0, because: null, numbers: {} },
    ...{ due: null, members: [], calling_all: false, escalated: null, waits_for: null, team: null },
    ...{ reach: { kind: "here", address: "", due: null }, promise: null },
    ...{ head: 0, read: 0, visitor_read: 0, last: null },
  };
}

function colleaguesOf({ faces }: Invitation): AgentColleague[] {
  return faces.map(({ id, name }) => ({
    ...{ id, name, role: "agent", presence: "available", capacity: 1, load: 1, teams: [], languages: [] },
  }));
}
