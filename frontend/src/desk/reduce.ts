/**
 * One law: old state + events = freshly fetched state. An event that cannot be applied without a guess is not
 * applied; what is missing is asked for instead.
 */

import type {
  AgentCommand,
  AgentEvent,
  AgentRow,
  AgentWelcome,
  TeamEntry,
} from "../../../widget/src/wire/wire";
import { append, opened, prepend } from "./log";
import { heard, meet, touched } from "./rows";
import { type Desk, headOf, type Log, type Step } from "./state";

export function reduce(desk: Desk | null, event: AgentEvent): Step {
  if (event.type === "welcome") return welcome(desk, event);
  if (desk === null) return { desk, ask: [] };
  switch (event.type) {
    case "lists":
      return whole({ ...desk, ...listed(desk, event), more: event.more, revision: event.revision });
    case "rows":
      if (event.revision <= desk.revision) return still(desk);
      if (event.revision > desk.revision + 1) return { desk, ask: [{ type: "refresh" }] };
      return whole({ ...withRows(desk, event.rows), revision: event.revision });
    case "older":
      return still({ ...withRows(desk, event.rows), more: event.more });
    case "team":
      if (event.revision <= desk.revision) return still(desk);
      if (event.revision > desk.revision + 1) return { desk, ask: [{ type: "refresh" }] };
      return still({
        ...desk,
        revision: event.revision,
        team: new Map([...desk.team, ...byId(event.team)]),
      });
    case "presence":
      return still({ ...desk, me: event.me });
    case "visitor":
      return still(
        mapRows(desk, (row) =>
          row.visitor.id === event.visitor.id ? { ...row, visitor: event.visitor } : row,
        ),
      );
    case "opened": {
      const log = opened(desk.open.get(event.row.id), event.entries, event.earlier);
      return still(withRows(withLog(desk, event.row.id, log), [event.row]));
    }
    case "touched":
      return still(mapRow(desk, event.conversation, (row) => touched(row, event.head, event.last)));
    case "entry":
      return hear(desk, event.conversation, [event.entry], event.entry.seq);
    case "fetched":
      return hear(desk, event.conversation, event.entries, event.head);
    case "history": {
      const log = desk.open.get(event.conversation);
      return still(
        log ? withLog(desk, event.conversation, prepend(log, event.entries, event.earlier)) : desk,
      );
    }
    case "read_by_visitor":
      return still(
        mapRow(desk, event.conversation, (row) => ({
          ...row,
          visitor_read: Math.max(row.visitor_read, event.visitor_seq),
        })),
      );
    case "read_by_team":
      return still(
        mapRow(desk, event.conversation, (row) => ({ ...row, read: Math.max(row.read, event.seq) })),
      );
    case "beat":
      return { desk, ask: missing(desk, event.heads, event.revision) };
    case "acked":
    case "typing":
    case "nudge":
    case "moving":
    case "refused":
    case "failed":
      return still(desk);
  }
}

/** The desk without its copy of a conversation that nobody here looks at any more. */
export function shut(desk: Desk, conversation: string): Desk {
  const open = new Map(desk.open);
  open.delete(conversation);
  return { ...desk, open };
}

function still(desk: Desk): Step {
  return { desk, ask: [] };
}

/** The desk, and a fetch for each open conversation whose row is ahead of our copy. */
function whole(desk: Desk): Step {
  const ask: AgentCommand[] = [];
  for (const [id, log] of desk.open) {
    if ((desk.rows.get(id)?.head ?? 0) > headOf(log))
      ask.push({ type: "fetch", conversation: id, after: headOf(log) });
  }
  return { desk, ask };
}

function welcome(before: Desk | null, event: AgentWelcome): Step {
  const ours = before?.site === event.site ? before : null;
  const desk: Desk = {
    site: event.site,
    siteName: event.site_name,
    limits: event.limits,
    me: event.me,
    more: event.more,
    revision: event.revision,
    open: ours?.open ?? new Map(),
    ...listed(ours, event),
  };
  return whole(desk);
}

type Lists = "rows" | "team" | "teams" | "mode";

/** The lists as they were just read. A row of an open conversation stays even where the lists no longer reach it. */
function listed(desk: Desk | null, event: Pick<AgentWelcome, Lists>): Pick<Desk, Lists> {
  const rows = new Map<string, AgentRow>();
  for (const id of desk?.open.keys() ?? []) {
    const row = desk?.rows.get(id);
    if (row) rows.set(id, row);
  }
  for (const row of event.rows) rows.set(row.id, meet(desk?.rows.get(row.id), row));
  return { rows, team: byId(event.team), teams: byId(event.teams), mode: event.mode };
}

/** New entries of an open conversation; whatever is still missing up to `head` is asked for. */
function hear(desk: Desk, id: string, entries: readonly TeamEntry[], head: number): Step {
  const held = desk.open.get(id);
  if (!held) return still(desk);
  const log = append(held, entries);
  const next = log === held ? desk : mapRow(withLog(desk, id, log), id, (row) => heard(row, log.entries));
  const have = headOf(log);
  return { desk: next, ask: head > have ? [{ type: "fetch", conversation: id, after: have }] : [] };
}

/**
 * What the server has that we do not: entries of open conversations are fetched; a row that fell behind, and
 * a newer revision of the lists, mean that a hint was lost, and the lists are read anew.
 */
function missing(desk: Desk, heads: Readonly<Record<string, number>>, revision: number): AgentCommand[] {
  const ask: AgentCommand[] = [];
  let lost = revision > desk.revision;
  for (const [id, head] of Object.entries(heads)) {
    const log = desk.open.get(id);
    // One that is not in our lists at all is shown by the revision, or lies beyond what the lists hold.
    if (!log) lost ||= head > (desk.rows.get(id)?.head ?? head);
    else if (head > headOf(log)) ask.push({ type: "fetch", conversation: id, after: headOf(log) });
  }
  return lost ? [{ type: "refresh" }, ...ask] : ask;
}

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function withRows(desk: Desk, come: readonly AgentRow[]): Desk {
  const rows = new Map(desk.rows);
  for (const row of come) rows.set(row.id, meet(rows.get(row.id), row));
  return { ...desk, rows };
}

function withLog(desk: Desk, id: string, log: Log): Desk {
  return { ...desk, open: new Map(desk.open).set(id, log) };
}

function mapRow(desk: Desk, id: string, change: (row: AgentRow) => AgentRow): Desk {
  const row = desk.rows.get(id);
  if (!row) return desk;
  const changed = change(row);
  return changed === row ? desk : { ...desk, rows: new Map(desk.rows).set(id, changed) };
}

function mapRows(desk: Desk, change: (row: AgentRow) => AgentRow): Desk {
  const rows = new Map(desk.rows);
  for (const [id, row] of rows) {
    const changed = change(row);
    if (changed !== row) rows.set(id, changed);
  }
  return { ...desk, rows };
}
