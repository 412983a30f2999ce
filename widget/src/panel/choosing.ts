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

export interface Choosing {
  /** What the visitor sees chosen, saved or not. */
  readonly reach: Reach;
  /** What there is to say of it. */
  readonly said: string | null;
  /** Said of something that is not as the visitor wants it. */
  readonly amiss: boolean;
  readonly turn: (reach: Partial<Reach>) => void;
  readonly save: () => void;
}

/** Waiting here is chosen by a click; an address is chosen once it is saved, and kept as it is typed. */
export function useChoosing(session: Session): Choosing {
  const [edited, setEdited] = useState<Reach | null>(drafted(session));
  const [tried, setTried] = useState(false);
  const { talk } = session.state;
  const going = session.kept("choose").findLast(({ command }) => command.conversation === talk?.id);
  const chosen = going?.command.reach ?? talk?.standing.reach ?? HERE;
  const reach = edited ?? chosen;

  const keep = (next: Reach | null) => {
    setEdited(next);
    setTried(false);
    session.vault.set("address", next && JSON.stringify(next));
  };
  const choose = (next: Reach) => {
    if (!talk) return;
    session.wish({ type: "choose", id: newId(), conversation: talk.id, reach: next });
    keep(null);
  };
  const turn = (change: Partial<Reach>) => {
    // An address belongs to its kind: a number is no email address.
    const moved = change.kind && change.kind !== reach.kind;
    const next = { ...reach, ...(moved ? { address: "", due: null } : {}), ...change };
    if (next.kind === chosen.kind && moved) keep(null);
    else if (next.kind === "here") choose(HERE);
    else keep(next);
  };
  const save = () =>
    isAddress(reach) ? choose({ ...reach, address: reach.address.trim() }) : setTried(true);
  const now = Date.now() + session.ahead;
  const saying = () => {
    if (tried && reach.kind !== "here") return lateWords.notAnAddress[reach.kind];
    if (going?.refused) return lateWords.notSaved;
    if (going) return words.sending;
    return edited ? lateWords.notYet : saved(chosen, now);
  };
  return { reach, said: saying(), amiss: tried || !!going?.refused, turn, save };
}

export const HERE: Reach = { kind: "here", address: "", due: null };

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

/** What was half typed before the page went. */
function drafted({ vault }: Session): Reach | null {
  return JSON.parse(vault.get("address") ?? "null");
}
