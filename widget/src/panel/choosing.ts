/** How the answer shall reach the visitor: what they have chosen, what is on its way, and what they are choosing. */
import { useState } from "preact/hooks";
import { newId } from "../link/ids";
import { when } from "../paper/times";
import type { Reach } from "../wire/wire";
import { dueIn } from "./happened";
import { lateWords } from "./latewords";
import type { Session } from "./session";
import { names, words } from "./words";

const HOUR_MS = 3_600_000;

/** What the visitor is choosing, as far as it differs from what is chosen: kept as it is typed, each address apart. */
interface Draft {
  readonly kind?: Reach["kind"];
  readonly write?: string;
  readonly call?: string;
  /** 0: as soon as somebody is free. */
  readonly due?: number;
}

export interface Choosing {
  /** What the visitor sees chosen, saved or not. */
  readonly reach: Reach;
  /** What there is to say of it. */
  readonly said: string | null;
  /** Said of something that is not as the visitor wants it. */
  readonly amiss: boolean;
  readonly turn: (draft: Draft) => void;
  readonly save: () => void;
}

/** Waiting here is chosen by a click; an address is chosen once it is saved. */
export function useChoosing(session: Session): Choosing {
  const [draft, setDraft] = useState<Draft>(() => JSON.parse(session.vault.get("address") ?? "{}"));
  const [tried, setTried] = useState(false);
  const { talk } = session.state;
  const going = session.kept("choose").findLast(({ command }) => command.conversation === talk?.id);
  const chosen = going?.command.reach ?? talk?.standing.reach ?? HERE;
  const reach = drawn(draft, chosen);

  const keep = (next: Draft) => {
    setDraft(next);
    setTried(false);
    const kept = JSON.stringify(next);
    session.vault.set("address", kept === "{}" ? null : kept);
  };
  const choose = (next: Reach, { write, call }: Draft) => {
    const changed = !same(next, chosen) || going?.refused;
    if (talk && changed) session.wish({ type: "choose", id: newId(), conversation: talk.id, reach: next });
    keep({ ...(write && { write }), ...(call && { call }) });
  };
  const turn = (change: Draft) =>
    change.kind === "here" ? choose(HERE, draft) : keep({ ...draft, ...change });
  const save = () => {
    const address = reach.address.trim();
    if (isAddress(reach)) choose({ ...reach, address }, { ...draft, [reach.kind]: "" });
    else setTried(true);
  };
  const now = Date.now() + session.ahead;
  const saying = () => {
    if (tried && reach.kind !== "here") return lateWords.notAnAddress[reach.kind];
    if (!same(reach, chosen)) return lateWords.notYet;
    if (going) return going.refused ? lateWords.notSaved : words.sending;
    return saved(chosen, now);
  };
  return { reach, said: saying(), amiss: tried || !!going?.refused, turn, save };
}

const HERE: Reach = { kind: "here", address: "", due: null };

/** What is chosen, with what the visitor has changed of it. */
function drawn(draft: Draft, chosen: Reach): Reach {
  const kind = draft.kind ?? chosen.kind;
  const { address, due } = kind === chosen.kind ? chosen : HERE;
  if (kind === "here") return HERE;
  return { kind, address: draft[kind] ?? address, due: kind === "call" ? (draft.due ?? due) || null : null };
}

function same(one: Reach, other: Reach): boolean {
  return one.kind === other.kind && one.address === other.address && one.due === other.due;
}

/** A moment for a call; null: as soon as somebody is free. */
interface Moment {
  readonly due: number | null;
  readonly label: string;
}

/** When a call may be asked for: as soon as can be, when somebody is back or else in an hour, and when `chosen` says. */
export function moments({ state, ahead }: Session, chosen: number | null): readonly Moment[] {
  const now = Date.now() + ahead;
  const { back, ids } = state.presence;
  const offered: Moment[] = [{ due: null, label: lateWords.asSoon }];
  const later = (due: number) => ({ due, label: lateWords.orLater(when(due, now)) });
  if (!ids.length && back && back.at > now) {
    const who = back.face ? names([back.face]) : words.somebody.toLowerCase();
    offered.push({ due: back.at, label: lateWords.whenBack(when(back.at, now), who) });
  }
  // On the half hour, so that the same is offered from one look to the next.
  if (ids.length) offered.push(later(Math.ceil((now + HOUR_MS) / (HOUR_MS / 2)) * (HOUR_MS / 2)));
  if (chosen && chosen > now && offered.every(({ due }) => due !== chosen)) offered.push(later(chosen));
  return offered;
}

function saved(reach: Reach, now: number): string | null {
  if (reach.kind === "write") return lateWords.savedWrite(reach.address);
  if (reach.kind === "call") return lateWords.savedCall(reach.address, dueIn(reach, now));
  return null;
}

/** Enough to tell that something was forgotten; whether it can be reached, only reaching it shows. */
function isAddress({ kind, address }: Reach): boolean {
  if (kind === "call") return address.replace(/\D/gu, "").length >= 5;
  return /^[^\s@]+@[^\s@]+$/u.test(address.trim());
}
