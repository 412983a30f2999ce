/**
 * What the panel knows, and how each event changes it. Pure.
 *
 * The law: old state + events = the state of a fresh welcome. Entries are appended only in unbroken order; one
 * that comes too early raises `head` and is fetched (`missing`), so a lost or doubled hint does no harm.
 * Where the conversation stands is told by `standing`; entries say it too, for when that hint was lost.
 */
import type {
  Face,
  Limits,
  Page,
  PublicEntry,
  Told,
  VisitorConversation,
  VisitorEvent,
  VisitorLeft,
  VisitorPerson,
  VisitorPresence,
} from "../wire/wire";
import { implied, UNTOLD } from "./implied";

export interface State {
  /** Null before the first welcome. */
  readonly me: Face | null;
  readonly limits: Limits | null;
  readonly presence: VisitorPresence;
  /** The visitor's own person here. */
  readonly person: VisitorPerson | null;
  readonly page: Page | null;
  readonly told: readonly Told[];
  readonly talk: VisitorConversation | null;
  /** The leaving that just took effect, until the visitor is done with it. */
  readonly left: VisitorLeft | null;
  readonly thanked: boolean;
  /** Who is writing; may be lost, and is hushed by a timer. */
  readonly typing: Face | null;
}

export const NOTHING: State = {
  me: null,
  limits: null,
  presence: { here: [], ids: [], free: false, back: null },
  person: null,
  page: null,
  told: [],
  talk: null,
  left: null,
  thanked: false,
  typing: null,
};

/** What changes the state from this side of the line. */
export type OwnEvent =
  | { readonly type: "hush" }
  | { readonly type: "forget" }
  | { readonly type: "own_read"; readonly seq: number }
  | { readonly type: "own_look"; readonly page: Page };

export function reduce(state: State, event: VisitorEvent | OwnEvent): State {
  switch (event.type) {
    case "welcome": {
      const { visitor: me, limits, presence, person, page, told } = event;
      const talk = event.conversation && joined(state.talk, event.conversation);
      return { ...state, me, limits, presence, person, page, told, talk, typing: null };
    }
    case "entry":
      return added(about(state, event.conversation), event.conversation, [event.entry], event.entry.seq);
    case "fetched":
      return added(state, event.conversation, event.entries, event.head);
    case "acked":
      return added(answering(state, event.conversation), event.conversation, [], event.seq);
    case "beat":
      return event.conversation ? added(state, event.conversation, [], event.head) : state;
    case "history":
      return inTalk(state, event.conversation, (talk) => preceded(talk, event.entries, event.earlier));
    case "standing":
      return inTalk(about(state, event.conversation), event.conversation, (talk) => ({
        ...talk,
        standing: event.standing,
      }));
    case "read_by_team":
      return inTalk(state, event.conversation, (talk) => ({
        ...talk,
        read_by_team: Math.max(talk.read_by_team, event.seq),
      }));
    case "own_read":
      return state.talk
        ? { ...state, talk: { ...state.talk, read: Math.max(state.talk.read, event.seq) } }
        : state;
    case "here":
      return { ...state, presence: event.presence };
    case "person":
      return { ...state, person: event.person };
    case "typing":
      return event.conversation === state.talk?.id ? { ...state, typing: event.by } : state;
    case "hush":
      return { ...state, typing: null };
    case "left":
      return { ...gone(state, event.conversation), left: event, thanked: false, typing: null };
    case "thanked":
      return { ...state, thanked: true };
    case "forget":
      return { ...state, talk: null, left: null, thanked: false, typing: null };
    case "own_look":
      return { ...state, page: event.page };
    default:
      return state;
  }
}

/** The last seq held without a gap. */
export function cursor(talk: VisitorConversation): number {
  return talk.entries.at(-1)?.seq ?? 0;
}

/** After which seq entries are missing, or null when none are. */
export function missing(state: State): number | null {
  const talk = state.talk;
  return talk && cursor(talk) < talk.head ? cursor(talk) : null;
}

/** Whether a conversation is there to be written into. */
export function goesOn(state: State): boolean {
  return state.talk !== null && state.talk.standing.state !== "left";
}

/** Whether the visitor asked for somebody who can fix this, and nothing has come of it yet. */
export function escalated({ talk }: State): boolean {
  return talk?.standing.escalated === true || talk?.entries.at(-1)?.body.type === "escalated";
}

/** A snapshot after ours continues it, any other takes its place. */
function joined(ours: VisitorConversation | null, fresh: VisitorConversation): VisitorConversation {
  if (ours?.id !== fresh.id || ours.entries.length === 0) return fresh;
  const next = fresh.entries[0]?.seq ?? fresh.head + 1;
  if (next !== cursor(ours) + 1) return fresh;
  return { ...fresh, entries: [...ours.entries, ...fresh.entries], earlier: ours.earlier };
}

/** The state, holding the conversation `id` if none goes on: another tab may have begun it. */
function about(state: State, id: string): State {
  return goesOn(state) || state.talk?.id === id ? state : begun(state, id);
}

/** The state, holding the conversation that just took our words. */
function answering(state: State, id: string): State {
  return state.talk?.id === id ? state : begun(state, id);
}

function begun(state: State, id: string): State {
  return {
    ...state,
    talk: { id, head: 0, standing: UNTOLD, entries: [], earlier: false, read: 0, read_by_team: 0 },
  };
}

function inTalk(state: State, id: string, change: (talk: VisitorConversation) => VisitorConversation): State {
  return state.talk?.id === id ? { ...state, talk: change(state.talk) } : state;
}

/** What is done with the conversation before one's eyes. By whatever else happens to somebody, nobody has read a word. */
const AT_A_SCREEN: ReadonlySet<PublicEntry["body"]["type"]> = new Set([
  "message",
  "picked_up",
  "joined",
  "escalated",
  "chose",
  "closed",
  "reopened",
  "departed",
]);

function added(state: State, id: string, entries: readonly PublicEntry[], head: number): State {
  if (state.talk?.id !== id) return state;
  let talk: VisitorConversation = { ...state.talk, head: Math.max(state.talk.head, head) };
  let typing = state.typing;
  for (const entry of entries) {
    if (entry.seq !== cursor(talk) + 1) continue;
    talk = { ...talk, entries: [...talk.entries, entry], standing: implied(talk.standing, entry) };
    if (AT_A_SCREEN.has(entry.body.type)) {
      const { by, seq } = entry;
      const team = by.kind === "agent" || by.kind === "insider";
      if (by.kind === "visitor") talk = { ...talk, read: Math.max(talk.read, seq) };
      if (team) talk = { ...talk, read_by_team: Math.max(talk.read_by_team, seq) };
    }
    if (entry.by.id === typing?.id) typing = null;
  }
  return { ...state, talk, typing };
}

function preceded(
  talk: VisitorConversation,
  entries: readonly PublicEntry[],
  earlier: boolean,
): VisitorConversation {
  const first = talk.entries[0]?.seq ?? talk.head + 1;
  const before = entries.filter((entry) => entry.seq < first);
  if (before.at(-1)?.seq !== first - 1) return talk;
  return { ...talk, entries: [...before, ...talk.entries], earlier };
}

function gone(state: State, id: string | null): State {
  return id === null
    ? state
    : inTalk(state, id, (talk) => ({ ...talk, standing: { ...talk.standing, state: "left", since: null } }));
}
