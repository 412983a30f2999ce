/** People and conversations to test with. */

import type {
  AgentColleague,
  AgentMember,
  AgentRow,
  AgentVisitorCard,
  AgentWelcome,
  Face,
  TeamEntry,
} from "../../../widget/src/wire/wire";

export const NOW = Date.UTC(2026, 4, 14, 9, 52);
export const LIMITS = {
  text_max: 4000,
  words_max: 4000,
  frame_max: 16384,
  capacity_max: 12,
  beat_ms: 10_000,
  lease_ms: 30_000,
  typing_ms: 4_000,
};

export const ana: Face = { kind: "agent", id: "agent-ana", name: "Ana Ruiz" };
export const tom: Face = { kind: "agent", id: "agent-tom", name: "Tom Berger" };
export const maya: Face = { kind: "agent", id: "agent-maya", name: "Maya Chen" };

export function card(id = "visitor-jonas", over: Partial<AgentVisitorCard> = {}): AgentVisitorCard {
  return {
    id,
    name: "Jonas Weber",
    nameless: false,
    online: true,
    page: { title: "Wheels", url: "https://fernhill.example/wheels" },
    told: [],
    language: "en-GB",
    zone: "Europe/Berlin",
    since: NOW - 86_400_000,
    person: null,
    backup: null,
    priority: 0,
    ...over,
  };
}

export function faceOf({ id, name }: AgentVisitorCard): Face {
  return { kind: "visitor", id, name };
}

export function row(id = "talk-0001", over: Partial<AgentRow> = {}): AgentRow {
  const state = over.state ?? "engaged";
  const waits = state === "waiting" || state === "ringing";
  const owned = state === "engaged" || state === "ringing" || state === "held";
  return {
    id,
    visitor: card(`visitor-of-${id}`),
    state,
    absent: false,
    rank: 1,
    order: NOW - 60_000,
    sequence: 1,
    since: waits ? NOW - 60_000 : null,
    agent: owned ? ana.id : null,
    offer: 1,
    because: null,
    numbers: {},
    due: null,
    members: [],
    calling_all: false,
    escalated: null,
    waits_for: null,
    team: null,
    reach: { kind: "here", address: "", due: null },
    promise: null,
    head: 1,
    read: 1,
    visitor_read: 1,
    last: null,
    changed: NOW,
    ...over,
  };
}

/** Somebody beside the owner. */
export function member(face: Face, over: Partial<AgentMember> = {}): AgentMember {
  return {
    face,
    state: "joined",
    errand: "help",
    because: "asked",
    asked_by: ana,
    why: "",
    numbers: {},
    offer: 2,
    due: null,
    ...over,
  };
}

export function said(seq: number, by: Face, text: string, over: Partial<TeamEntry> = {}): TeamEntry {
  const html = by.kind === "agent" ? `<p>${text}</p>` : null;
  return {
    seq,
    visitor_seq: seq,
    at: NOW + seq,
    by,
    id: null,
    body: { type: "message", text, html },
    ...over,
  };
}

export function colleague(face: Face, over: Partial<AgentColleague> = {}): AgentColleague {
  return {
    id: face.id,
    name: face.name,
    role: "agent",
    presence: "available",
    capacity: 3,
    load: 0,
    teams: [],
    languages: [],
    ...over,
  };
}

export function welcome(rows: readonly AgentRow[] = [], over: Partial<AgentWelcome> = {}): AgentWelcome {
  return {
    type: "welcome",
    version: 1,
    now: NOW,
    limits: LIMITS,
    me: {
      id: ana.id,
      name: ana.name,
      role: "owner",
      presence: "available",
      away_because: null,
      capacity: 3,
      teams: [],
      languages: [],
    },
    site: "ridge",
    site_name: "Ridgeline",
    mode: "connect",
    revision: 0,
    teams: [],
    team: [colleague(ana), colleague(tom)],
    rows: [...rows],
    more: false,
    ...over,
  };
}

/** Who calls, and what she said. */
export const NADIA = card("visitor-nadia", { name: "Nadia Haddad" });
export const WORDS = {
  at: NOW,
  by: faceOf(NADIA),
  kind: "message" as const,
  text: "The left crank came off",
};
