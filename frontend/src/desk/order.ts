/** The sections of the line, each in its true order, and who is in what. */

import type { AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import type { Desk } from "./state";

export type Section = "waiting" | "mine" | "held" | "team" | "ended";
export const SECTIONS: readonly Section[] = ["waiting", "mine", "held", "team", "ended"];
export type Sections = Readonly<Record<Section, readonly AgentRow[]>>;

/** My part in a conversation beside its owner's: asked in, or in. */
export function partOf(row: AgentRow, who: string): AgentMember | undefined {
  return row.members.find(({ face }) => face.id === who);
}

/** Whether that agent has the conversation, or is in it beside who has it. */
export function isIn(row: AgentRow, who: string): boolean {
  return row.agent === who || partOf(row, who)?.state === "joined";
}

/** Which section a row stands in. One that rings still waits: nobody has spoken to them yet. */
function sectionOf(row: AgentRow, me: string): Section {
  switch (row.state) {
    case "waiting":
    case "ringing":
      return "waiting";
    case "engaged":
      return isIn(row, me) ? "mine" : "team";
    case "held":
      return isIn(row, me) ? "held" : "team";
    case "closed":
    case "left":
      return "ended";
  }
}

export function sectionsOf(rows: Desk["rows"], me: string): Sections {
  const sections: Record<Section, AgentRow[]> = { waiting: [], mine: [], held: [], team: [], ended: [] };
  for (const row of rows.values()) sections[sectionOf(row, me)].push(row);
  sections.waiting.sort(byPlace);
  sections.mine.sort(byWords);
  sections.held.sort(byWords);
  sections.team.sort(byWords);
  sections.ended.sort(byEnd);
  return sections;
}

/** The order in which people are served: those who are here, by rank, by their time with its credit. */
export function byPlace(a: AgentRow, b: AgentRow): number {
  return (
    Number(a.absent) - Number(b.absent) ||
    a.rank - b.rank ||
    a.order - b.order ||
    a.sequence - b.sequence ||
    byId(a, b)
  );
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

/** Places of my capacity that nobody takes: not those I put aside. Below nothing is nothing. */
export function freePlaces(desk: Desk): number {
  let taken = 0;
  for (const row of desk.rows.values()) {
    if ((row.state === "engaged" || row.state === "ringing") && isIn(row, desk.me.id)) taken += 1;
  }
  return Math.max(0, desk.me.capacity - taken);
}

/** How many wait for somebody, whether it rings for anybody or not. */
export function waitingIn(desk: Desk): number {
  let waiting = 0;
  for (const { state } of desk.rows.values()) if (state === "waiting" || state === "ringing") waiting += 1;
  return waiting;
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
