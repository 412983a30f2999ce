/** Rows of the lists: how a newer row meets the one we hold, and what an entry changes in its row. */

import type { AgentPreview, AgentRow, TeamEntry } from "../../../widget/src/wire/wire";

/** Characters of an entry that are looked at for its row, and that stay of them with their spaces drawn together. */
const LOOKED_AT = 400;
const PREVIEW = 200;

/** The row as the server now says it is; what we have heard since it was read is kept. */
export function meet(held: AgentRow | undefined, come: AgentRow): AgentRow {
  if (!held) return come;
  return {
    ...come,
    head: Math.max(held.head, come.head),
    read: Math.max(held.read, come.read),
    visitor_read: Math.max(held.visitor_read, come.visitor_read),
    last: held.head > come.head ? held.last : come.last,
    changed: Math.max(held.changed, come.changed),
  };
}

/** The last words that an entry leaves in its row, if it is one of words. */
function previewOf({ at, by, body }: TeamEntry): AgentPreview | null {
  if (body.type !== "message" && body.type !== "note") return null;
  const start = [...body.text].slice(0, LOOKED_AT).join("");
  const text = [...start.split(/\s+/u).filter(Boolean).join(" ")].slice(0, PREVIEW).join("");
  return { at, by, kind: body.type, text };
}

/** What is done with the conversation before one's eyes. By whatever else happens to somebody, nobody has read a word. */
const AT_A_SCREEN: ReadonlySet<TeamEntry["body"]["type"]> = new Set([
  "message",
  "note",
  "picked_up",
  "joined",
  "escalated",
  "chose",
  "closed",
  "reopened",
  "departed",
]);

/** The row after entries of its log were heard. Who writes has read. */
export function heard(row: AgentRow, entries: readonly TeamEntry[]): AgentRow {
  let now = row;
  for (const entry of entries) {
    if (entry.seq <= now.head) continue;
    const { seq, visitor_seq, at, by, body } = entry;
    const seen = AT_A_SCREEN.has(body.type);
    const team = by.kind === "agent" || by.kind === "insider";
    now = {
      ...now,
      head: seq,
      changed: Math.max(now.changed, at),
      last: previewOf(entry) ?? now.last,
      read: team && seen ? seq : now.read,
      visitor_read: by.kind === "visitor" && seen && visitor_seq !== null ? visitor_seq : now.visitor_read,
    };
  }
  return now;
}

/** The row after word came of new words in a conversation that is not open here. */
export function touched(row: AgentRow, head: number, last: AgentPreview): AgentRow {
  if (head <= row.head) return row;
  const read = last.by.kind === "visitor" ? row.read : head;
  return { ...row, head, last, read, changed: Math.max(row.changed, last.at) };
}
