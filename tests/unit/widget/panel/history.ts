/**
 * A server in miniature: one visitor's conversation, what it tells as it happens, and what a fresh welcome or a catch-up
 * would say. The reducer is held against it. Long, because it is one list of all that may happen.
 */
import { cursor, type State } from "../../../../widget/src/panel/state";
import type {
  Face,
  PublicEntry,
  VisitorConversation,
  VisitorEvent,
  VisitorFetched,
  VisitorHistory,
  VisitorPerson,
  VisitorPresence,
  VisitorStanding,
  VisitorWelcome,
} from "../../../../widget/src/wire/wire";

export const PAGE = 5;
export const VISITOR: Face = { kind: "visitor", id: "visitor-1", name: "Visitor from Berlin" };
export const ANA: Face = { kind: "agent", id: "agent-ana", name: "Ana" };
export const TOM: Face = { kind: "agent", id: "agent-tom", name: "Tom" };
const MAYA: Face = { kind: "agent", id: "agent-maya", name: "Maya" };
const SYSTEM: Face = { kind: "system", id: "system", name: "" };

const LIMITS = {
  text_max: 4_000,
  words_max: 4_000,
  frame_max: 16_384,
  capacity_max: 12,
  beat_ms: 10_000,
  lease_ms: 30_000,
  typing_ms: 4_000,
};

/** What happens to somebody, or is done from elsewhere: nobody has read a word by it. */
const NOT_AT_A_SCREEN: readonly PublicEntry["body"]["type"][] = [
  "no_answer",
  "line_dropped",
  "held",
  "resumed",
  "handed_over",
  "took_over",
  "stepped_out",
  "person_chosen",
  "longer_than_said",
];

export const HERE = { kind: "here", address: "", due: null } as const;

/** A standing of which only this is known. */
export function stands(standing: Partial<VisitorStanding> & Pick<VisitorStanding, "state">): VisitorStanding {
  return {
    faces: [],
    since: null,
    place: null,
    promise: null,
    reach: HERE,
    waits_for: null,
    could_wait_for: null,
    calling_all: false,
    escalated: false,
    ...standing,
  };
}

/** These are here, since nine in the morning. */
export function present(...faces: Face[]): VisitorPresence {
  const since = new Date(2026, 4, 14, 9, 0).getTime();
  const here = faces.slice(0, 5).map((face) => ({ face, since }));
  return { here, ids: faces.map(({ id }) => id), free: faces.length > 0, back: null };
}

/** What may happen next; what is not possible just now does not happen. */
export const HAPPENINGS = [
  "say",
  "ring",
  "pick_up",
  "reply",
  "close",
  "drop",
  "miss",
  "hold",
  "resume",
  "join",
  "come_to_fix",
  "step_out",
  "hand_over",
  "take_over",
  "escalate",
  "choose",
  "be_late",
  "change_person",
  "read",
  "look",
  "here",
  "leave",
] as const;
export type Happening = (typeof HAPPENINGS)[number];

export class History {
  presence = present(ANA);
  person: VisitorPerson | null = null;
  #count = 0;
  /** What the clock shows. */
  time = 1_790_000_000_000;
  #entries: PublicEntry[] = [];
  #standing: VisitorStanding | null = null;
  #read = 0;
  #readByTeam = 0;
  #conversations = 0;

  get id(): string {
    return `conversation-${this.#conversations}`;
  }

  /** Lets it happen, and returns what is told, in order. */
  happen(what: Happening): VisitorEvent[] {
    this.time += 1_000;
    const state = this.#standing?.state ?? "none";
    switch (what) {
      case "say":
        return this.#say(state);
      case "ring":
        return state === "waiting" ? this.#stand({ state: "ringing", faces: [TOM] }) : [];
      case "pick_up":
        if (state !== "waiting" && state !== "ringing") return [];
        return [
          this.#add(ANA, { type: "picked_up", because: "first_in_line" }),
          ...this.#stand({ state: "engaged", faces: [ANA] }),
        ];
      case "miss":
        if (state !== "ringing") return [];
        return [
          this.#add(TOM, { type: "no_answer" }),
          ...this.#stand({ state: "waiting", calling_all: true }),
        ];
      case "hold":
        if (state !== "engaged") return [];
        return [
          this.#add(this.#faces[0] ?? ANA, { type: "held", because: "by_agent" }),
          ...this.#stand({ state: "held", faces: this.#faces }),
        ];
      case "resume":
        if (state !== "held") return [];
        return [
          this.#add(this.#faces[0] ?? ANA, { type: "resumed" }),
          ...this.#stand({ state: "engaged", faces: this.#faces }),
        ];
      case "join":
        if (!this.#withSomebody || this.#faces.some(({ id }) => id === TOM.id)) return [];
        return [
          this.#add(TOM, { type: "joined", because: "asked", asked_by: ANA, why: "he builds our wheels" }),
          ...this.#restand({ state: "engaged", faces: [...this.#faces, TOM] }),
        ];
      case "come_to_fix":
        if (!this.#withSomebody || this.#faces.some(({ id }) => id === MAYA.id)) return [];
        return [
          this.#add(MAYA, { type: "joined", because: "escalated", asked_by: null, why: "" }),
          ...this.#restand({ state: "engaged", faces: [...this.#faces, MAYA], escalated: false }),
        ];
      case "step_out": {
        const last = this.#faces.at(-1);
        if (!this.#withSomebody || this.#faces.length < 2 || !last) return [];
        return [
          this.#add(last, { type: "stepped_out" }),
          ...this.#restand({ faces: this.#faces.slice(0, -1) }),
        ];
      }
      case "hand_over":
      case "take_over": {
        const [owner, heir, ...others] = this.#faces;
        if (!this.#withSomebody || !owner || !heir) return [];
        const goes: readonly [Face, PublicEntry["body"]][] =
          what === "hand_over"
            ? [[owner, { type: "handed_over", to: heir, why: "" }]]
            : [
                [owner, { type: "line_dropped" }],
                [heir, { type: "took_over", after: owner }],
              ];
        return [
          ...goes.map(([by, body]) => this.#add(by, body)),
          ...this.#restand({ state: "engaged", faces: [heir, ...others] }),
        ];
      }
      case "escalate":
        if (state === "none" || state === "left" || state === "closed") return [];
        return [
          this.#add(VISITOR, { type: "escalated" }, `help-${this.#count++}`),
          ...this.#restand({ escalated: true }),
        ];
      case "choose": {
        if (state !== "waiting") return [];
        const reach = { kind: "write", address: "jonas@weber.example", due: null } as const;
        return [this.#add(VISITOR, { type: "chose", reach }), ...this.#restand({ reach })];
      }
      case "be_late":
        if (state !== "waiting") return [];
        return [
          this.#add(SYSTEM, { type: "longer_than_said", minutes: 3 }),
          ...this.#restand({ promise: { minutes: 3, broken: true } }),
        ];
      case "change_person":
        this.person = this.person ? null : { face: ANA, backup: null, back: null };
        return [{ type: "person", person: this.person }];
      case "reply":
        if (state !== "engaged") return [];
        return [this.#add(ANA, { type: "message", text: "Yes.", html: "<p>Yes.</p>" })];
      case "close":
        if (state !== "engaged") return [];
        return [this.#add(ANA, { type: "closed" }), ...this.#stand({ state: "closed", faces: [ANA] })];
      case "drop":
        // With a colleague in it, that one takes over instead.
        if (state !== "engaged" || this.#faces.length > 1) return [];
        return [
          this.#add(this.#faces[0] ?? ANA, { type: "line_dropped" }),
          ...this.#stand({ state: "waiting", since: this.time }),
        ];
      case "read":
        this.#readByTeam = this.#entries.length;
        return state === "none" || state === "left"
          ? []
          : [{ type: "read_by_team", conversation: this.id, seq: this.#readByTeam }];
      case "look":
        return [{ type: "typing", conversation: this.id, by: ANA }];
      case "here":
        this.presence = this.presence.ids.length ? present() : present(ANA, TOM);
        return [{ type: "here", presence: this.presence }];
      case "leave":
        return this.#leave(state);
    }
  }

  /** The answer to a hello with this cursor: what comes after it, or the newest page. */
  welcome(conversation: string | null = null, after = 0): VisitorWelcome {
    const goesOn = this.#standing !== null && this.#standing.state !== "left";
    return {
      type: "welcome",
      version: 1,
      now: this.time,
      limits: LIMITS,
      token: null,
      visitor: VISITOR,
      site: { key: "site", name: "Fernhill Bikes", greeting: "", hue: 256, chroma: 0.175 },
      presence: this.presence,
      person: this.person,
      page: null,
      told: [],
      conversation: goesOn ? this.#snapshot(conversation === this.id ? after : 0) : null,
    };
  }

  beat(): VisitorEvent {
    const goesOn = this.#standing !== null && this.#standing.state !== "left";
    return {
      type: "beat",
      n: 1,
      conversation: goesOn ? this.id : null,
      head: goesOn ? this.#entries.length : 0,
    };
  }

  fetched(after: number): VisitorFetched {
    const entries = this.#entries.slice(after, after + PAGE);
    return { type: "fetched", conversation: this.id, after, head: this.#entries.length, entries };
  }

  earlier(before: number): VisitorHistory {
    const from = Math.max(0, before - 1 - PAGE);
    const entries = this.#entries.slice(from, before - 1);
    return { type: "history", conversation: this.id, before, entries, earlier: from > 0 };
  }

  get entries(): readonly PublicEntry[] {
    return this.#entries;
  }

  #snapshot(after: number): VisitorConversation {
    const near = this.#entries.length - after <= PAGE;
    const from = near ? after : this.#entries.length - PAGE;
    return {
      id: this.id,
      head: this.#entries.length,
      standing: this.#standing ?? stands({ state: "waiting" }),
      entries: this.#entries.slice(Math.max(0, from)),
      earlier: from > 0,
      read: this.#read,
      read_by_team: this.#readByTeam,
    };
  }

  #say(state: string): VisitorEvent[] {
    const told: VisitorEvent[] = [];
    const opens = state === "none" || state === "left" || state === "closed";
    if (state === "none" || state === "left") this.#begin();
    if (state === "closed") told.push(this.#add(VISITOR, { type: "reopened" }));
    const id = `words-${this.#count++}`;
    const said = this.#add(VISITOR, { type: "message", text: id, html: null }, id);
    const ack = { conversation: this.id, id, seq: said.entry.seq, at: this.time };
    told.unshift({ type: "acked", ...ack });
    told.push(said);
    return opens ? [...told, ...this.#stand({ state: "waiting", since: this.time })] : told;
  }

  #leave(state: string): VisitorEvent[] {
    if (state === "none" || state === "left") return [];
    const departed = this.#add(VISITOR, { type: "departed" });
    return [departed, ...this.#restand({ state: "left", since: null })];
  }

  #begin(): void {
    this.#conversations++;
    this.#entries = [];
    this.#read = this.#readByTeam = 0;
  }

  #add(by: Face, body: PublicEntry["body"], id: string | null = null) {
    const entry: PublicEntry = { seq: this.#entries.length + 1, at: this.time, by, id, body };
    this.#entries = [...this.#entries, entry];
    if (NOT_AT_A_SCREEN.includes(body.type)) return { type: "entry" as const, conversation: this.id, entry };
    if (by.kind === "visitor") this.#read = entry.seq;
    if (by.kind === "agent") this.#readByTeam = entry.seq;
    return { type: "entry" as const, conversation: this.id, entry };
  }

  get #withSomebody(): boolean {
    return this.#standing?.state === "engaged" || this.#standing?.state === "held";
  }

  get #faces(): Face[] {
    return this.#standing?.faces ?? [];
  }

  #restand(change: Partial<VisitorStanding>): VisitorEvent[] {
    return this.#stand({ ...(this.#standing ?? stands({ state: "waiting" })), ...change });
  }

  #stand(standing: Parameters<typeof stands>[0]): VisitorEvent[] {
    this.#standing = stands({ reach: this.#standing?.reach ?? HERE, ...standing });
    return [{ type: "standing", conversation: this.id, standing: this.#standing }];
  }
}

/** The state as far as the law speaks of it: what may be lost is left out, and a conversation left is none. */
export function lawful(state: State): object {
  const { typing: _, left: __, thanked: ___, talk, ...rest } = state;
  if (!talk || talk.standing.state === "left") return { ...rest, talk: null };
  // How many earlier entries a client holds is its own affair; those it holds must be the newest.
  const { entries, earlier: ____, ...told } = talk;
  const gapless = entries.every(({ seq }, i) => seq === (entries[0]?.seq ?? 0) + i);
  return { ...rest, talk: { ...told, cursor: cursor(talk), newest: entries.slice(-PAGE), gapless } };
}
