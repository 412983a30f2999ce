/** Rows of the lists: how a newer row meets the one we hold, and what an entry changes in its row. */

import type { AgentPreview, AgentRow, TeamEntry } from "../../../widget/src/wire/wire";

/** Characters of the last words that a row carries. */
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
export function previewOf({ at, by, body }: TeamEntry): AgentPreview | null {
  if (body.type !== "message" && body.type !== "note") return null;
  const text = Array.from(body.text.split(/\s+/).filter(Boolean).join(" ")).slice(0, PREVIEW).join("");
  return { at, by, kind: body.type, text };
}

/** The row after entries of its log were heard. */
export function heard(row: AgentRow, entries: readonly TeamEntry[]): AgentRow {
  let now = row;
  for (const entry of entries) {
    if (entry.seq <= now.head) continue;
    now = { ...now, head: entry.seq, last: previewOf(entry) ?? now.last };
  }
  return now;
}
