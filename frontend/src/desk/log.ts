/** A conversation's log: entries come at the end, in order; history comes at the beginning. Neither leaves a gap. */

import type { TeamEntry } from "../../../widget/src/wire/wire";
import { headOf, type Log } from "./state";

/** The log with those of `entries` that follow on from it. What we hold already, or what would leave a gap, is left out. */
export function append(log: Log, entries: readonly TeamEntry[]): Log {
  let head = headOf(log);
  const fresh: TeamEntry[] = [];
  for (const entry of entries) {
    if (entry.seq !== head + 1) continue;
    fresh.push(entry);
    head = entry.seq;
  }
  return fresh.length === 0 ? log : { ...log, entries: [...log.entries, ...fresh] };
}

/** The server's answer to `open`: it follows on from our copy, or it replaces it. */
export function opened(log: Log | undefined, entries: readonly TeamEntry[], earlier: boolean): Log {
  const first = entries[0];
  if (log && log.entries.length > 0 && (!first || first.seq <= headOf(log) + 1)) return append(log, entries);
  return { entries, earlier };
}

/** The log with older entries before it. An answer that does not end where the log begins is stale. */
export function prepend(log: Log, entries: readonly TeamEntry[], earlier: boolean): Log {
  const first = log.entries[0];
  const last = entries.at(-1);
  if (first && last && last.seq !== first.seq - 1) return log;
  return { entries: [...entries, ...log.entries], earlier };
}
