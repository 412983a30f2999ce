/** The four sections of the line, each in its true order. */

import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Desk } from "./state";

export type Section = "waiting" | "mine" | "team" | "ended";
export const SECTIONS: readonly Section[] = ["waiting", "mine", "team", "ended"];
export type Sections = Readonly<Record<Section, readonly AgentRow[]>>;

/** Which section a row stands in. One that rings still waits: nobody has spoken to them yet. */
function sectionOf(row: AgentRow, me: string): Section {
  switch (row.state) {
    case "waiting":
    case "ringing":
      return "waiting";
    case "engaged":
      return row.agent === me ? "mine" : "team";
    case "closed":
    case "left":
      return "ended";
  }
}

export function sectionsOf(rows: Desk["rows"], me: string): Sections {
  const sections: Record<Section, AgentRow[]> = { waiting: [], mine: [], team: [], ended: [] };
  for (const row of rows.values()) sections[sectionOf(row, me)].push(row);
  sections.waiting.sort(byWait);
  sections.mine.sort(byWords);
  sections.team.sort(byWords);
  sections.ended.sort(byEnd);
  return sections;
}

/** Rank, then who has waited longest: the order in which people are served. */
function byWait(a: AgentRow, b: AgentRow): number {
  return a.rank - b.rank || (a.since ?? a.changed) - (b.since ?? b.changed) || byId(a, b);
}

/** The latest words first. */
function byWords(a: AgentRow, b: AgentRow): number {
  return (b.last?.at ?? b.changed) - (a.last?.at ?? a.changed) || byId(a, b);
}

function byEnd(a: AgentRow, b: AgentRow): number {
  return b.changed - a.changed || byId(a, b);
}

function byId(a: AgentRow, b: AgentRow): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Those who ring for me now, in the order of their wait. */
export function ringsOf(desk: Desk): readonly AgentRow[] {
  const rings = [...desk.rows.values()].filter((row) => row.state === "ringing" && row.agent === desk.me.id);
  return rings.sort(byWait);
}

/** Places of my capacity that nobody takes; below nothing is nothing. */
export function freePlaces(desk: Desk): number {
  let taken = 0;
  for (const row of desk.rows.values()) {
    if (row.agent === desk.me.id && (row.state === "engaged" || row.state === "ringing")) taken += 1;
  }
  return Math.max(0, desk.me.capacity - taken);
}

/** Whether the visitor has written something that no one of the team has had on their screen. */
export function unread(row: AgentRow): boolean {
  return row.head > row.read && row.last?.by.kind === "visitor";
}

/** The oldest ended conversation that we hold: where asking for older ones begins. */
export function oldestEnd(desk: Desk): number | null {
  let oldest: number | null = null;
  for (const row of desk.rows.values()) {
    if (sectionOf(row, desk.me.id) === "ended") oldest = Math.min(oldest ?? row.changed, row.changed);
  }
  return oldest;
}
