/**
 * The log as it is drawn: days between entries, the line above new words, messages of one person in groups,
 * and a ring folded into its picking up, as an asking in into the coming.
 */

import { sameDay } from "../../../widget/src/paper/times";
import type { Connected, TeamEntry } from "../../../widget/src/wire/wire";

export type Item =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "fresh"; readonly key: string }
  | EntryItem;

interface EntryItem {
  readonly kind: "entry";
  readonly key: string;
  readonly entry: TeamEntry;
  readonly because?: Connected;
  /** Goes on in the group of the entry above. */
  readonly follows?: true;
  /** The next of its group. */
  readonly next?: TeamEntry;
}

/** Messages of one person within this are one group. */
const GROUP_MS = 5 * 60_000;

/** What a reader finds new on opening: after `read`, the newest seq that was on a screen of the team, up to `head`. */
export interface Fresh {
  readonly read: number;
  readonly head: number;
}

export function arrange(entries: readonly TeamEntry[], { read, head }: Fresh): readonly Item[] {
  const items: Item[] = [];
  let before: number | null = null;
  let marked = false;
  entries.forEach((entry, at) => {
    if (answeredNext(entries, at)) return;
    if (before === null || !sameDay(before, entry.at))
      items.push({ kind: "day", key: `day ${entry.seq}`, at: entry.at });
    before = entry.at;
    if (
      !marked &&
      items.length > 1 &&
      entry.seq > read &&
      entry.seq <= head &&
      entry.body.type === "message" &&
      entry.by.kind === "visitor"
    ) {
      marked = true;
      items.push({ kind: "fresh", key: "fresh" });
    }
    const because = entry.body.type === "picked_up" ? becauseOf(entries, at) : undefined;
    const above = items.at(-1);
    const follows = above?.kind === "entry" && goesOn(above.entry, entry);
    if (follows) items[items.length - 1] = { ...above, next: entry };
    items.push({
      kind: "entry",
      key: String(entry.seq),
      entry,
      ...(because ? { because } : {}),
      ...(follows ? { follows } : {}),
    });
  });
  return items;
}

function goesOn(above: TeamEntry, entry: TeamEntry): boolean {
  return (
    above.body.type === "message" &&
    entry.body.type === "message" &&
    above.by.id === entry.by.id &&
    entry.at - above.at < GROUP_MS
  );
}

/** Whether the ring, or the asking in, at `at` was answered by the one it was for: then the answer tells of it. */
function answeredNext(entries: readonly TeamEntry[], at: number): boolean {
  const entry = entries[at];
  const after = entries.slice(at + 1);
  if (entry?.body.type === "connected") {
    const next = after.find(({ body }) => body.type === "picked_up" || ENDS_A_RING.has(body.type));
    return next?.body.type === "picked_up" && next.by.id === entry.by.id;
  }
  if (entry?.body.type !== "asked") return false;
  const { whom } = entry.body;
  const next = after.find(({ body, by }) =>
    body.type === "not_coming" ? body.whom.id === whom.id : body.type === "joined" && by.id === whom.id,
  );
  return next?.body.type === "joined";
}

const ENDS_A_RING: ReadonlySet<TeamEntry["body"]["type"]> = new Set([
  "connected",
  "line_dropped",
  "no_answer",
  "not_coming",
]);

/** Why the conversation was put before the one who picked it up at `at`. */
function becauseOf(entries: readonly TeamEntry[], at: number): Connected | undefined {
  const who = entries[at]?.by.id;
  for (const { body, by } of entries.slice(0, at).reverse()) {
    if (body.type === "connected") return by.id === who ? body : undefined;
    if (body.type === "picked_up" || ENDS_A_RING.has(body.type)) return undefined;
  }
  return undefined;
}
