/** The log as the visitor reads it: entries and what still waits to go, as lines to draw. Pure. */
import type { Kept } from "../link/outbox";
import { clock, sameDay } from "../paper/times";
import type { PublicEntry, VisitorConversation } from "../wire/wire";
import type { Said } from "./proof";
import { words } from "./words";

export type Line =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: string }
  | { readonly kind: "event"; readonly key: string; readonly entry: PublicEntry }
  | { readonly kind: "theirs"; readonly key: string; readonly entry: PublicEntry; readonly first: boolean }
  | Own;

export interface Own {
  readonly kind: "own";
  /** The client id: the line stays the same line when it becomes durable. */
  readonly key: string;
  readonly text: string;
  readonly state: "sending" | "safe" | "failed";
  /** What stands below it; null where the next line says it for both. */
  readonly note: string | null;
  /** Follows another own line closely. */
  readonly close: boolean;
}

/** Messages of one person within this are one group, with one head. */
const GROUP_MS = 5 * 60_000;

interface Page {
  readonly talk: VisitorConversation | null;
  readonly pending: readonly Kept<Said>[];
  /** The line to the server is down. */
  readonly down: boolean;
  /** The seq after which everything was new when the visitor looked; null for no such line. */
  readonly newAfter: number | null;
}

export function lines({ talk, pending, down, newAfter }: Page): Line[] {
  const drawn: Line[] = [];
  let before: PublicEntry | null = null;
  for (const entry of talk?.entries ?? []) {
    if (!before || !sameDay(before.at, entry.at))
      drawn.push({ kind: "day", key: `day ${entry.seq}`, at: entry.at });
    if (newAfter !== null && entry.seq === newAfter + 1) drawn.push({ kind: "new", key: "new" });
    drawn.push(lineOf(entry, drawn.at(-1), before, talk?.read_by_team ?? 0));
    before = entry;
  }
  const held = new Set(talk?.entries.map((entry) => entry.id));
  const waiting = pending.filter(({ command }) => !held.has(command.id));
  for (const kept of waiting) drawn.push(waitingLine(kept, down));
  return merged(drawn, waiting.filter((kept) => !kept.refused).length);
}

function lineOf(entry: PublicEntry, above: Line | undefined, before: PublicEntry | null, read: number): Line {
  const { body, by, seq, at } = entry;
  const text = said(body);
  if (text === null) return { kind: "event", key: `${seq}`, entry };
  if (by.kind === "visitor") {
    const note = seq <= read ? words.read(clock(at)) : words.safe(clock(at));
    return { kind: "own", key: entry.id ?? `${seq}`, text, state: "safe", note, close: false };
  }
  const follows = above?.kind === "theirs" && before?.by.id === by.id && at - before.at < GROUP_MS;
  return { kind: "theirs", key: `${seq}`, entry, first: !follows };
}

/** What somebody said; asking for somebody who can fix this is said too. */
function said(body: PublicEntry["body"]): string | null {
  if (body.type === "escalated") return words.help;
  return body.type === "message" ? body.text : null;
}

function waitingLine({ command, refused }: Kept<Said>, down: boolean): Own {
  return {
    kind: "own",
    key: command.id,
    text: command.type === "say" ? command.text : words.help,
    state: refused ? "failed" : "sending",
    note: refused ? words.refused : down ? KEPT : words.sending,
    close: false,
  };
}

/** Stands for the note that counts what is kept, until the count is known. */
const KEPT = "kept";

/** Own lines that follow each other and say the same say it once, below the last. */
function merged(drawn: readonly Line[], keptCount: number): Line[] {
  return drawn.map((line, i) => {
    if (line.kind !== "own") return line;
    const next = drawn[i + 1];
    const previous = drawn[i - 1];
    const close = previous?.kind === "own" && saysSame(previous, line);
    const note = next?.kind === "own" && saysSame(line, next) ? null : line.note;
    return { ...line, close, note: note === KEPT ? words.kept(keptCount) : note };
  });
}

function saysSame(one: Own, other: Own): boolean {
  return one.note === other.note && one.state !== "failed" && other.state !== "failed";
}
