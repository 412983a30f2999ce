/** Who is here, and who will be, in sentences. Pure. */
import { clock, day, sameDay, when } from "../paper/times";
import type { Face } from "../wire/wire";
import type { State } from "./state";
import { names, words } from "./words";

/** Those who are here, the visitor's own person and their stand-in before the others. */
export function around({ presence: { here, ids }, person }: State): readonly Face[] {
  const known = [person?.face, person?.backup].filter((face) => !!face && ids.includes(face.id)) as Face[];
  const others = here.map(({ face }) => face).filter(({ id }) => !known.some((face) => face.id === id));
  return [...known, ...others];
}

/** "Ana and Tom are here.", and of one's own person who is not: "Your person is Ana, back at 9:00; Ben is here." */
export function hereNow(state: State, now: number): string {
  const { ids } = state.presence;
  const here = words.areHere(names(around(state), ids.length), ids.length);
  const own = awayPerson(state, now);
  return own ? `${own}; ${here}` : here;
}

/** "Your person is Ana, back at 9:00", while they are not here. */
export function awayPerson({ person, presence }: State, now: number): string | null {
  if (!person || presence.ids.includes(person.face.id)) return null;
  const { face, back } = person;
  return words.yourPerson(names([face]), back && back > now ? words.personBack(when(back, now)) : "");
}

/** Since when they are here, and what happens if one writes: that somebody picks up only if one of them is free. */
export function ifYouWrite(state: State, now: number): string {
  const { ids, free } = state.presence;
  const here = around(state);
  const next = free ? words.picksUp(names(here), ids.length) : words.busy(ids.length);
  const [one, other] = here.map((face) => since(state, face, now));
  if (here[0]?.id === state.person?.face.id) return `${words.ownHere(names(here.slice(0, 1)), one)} ${next}`;
  if (here.length === 1 && one) return `${words.since(one)} ${next}`;
  if (here.length > 2 || !one || !other) return next;
  const [first, second] = here.map((face) => names([face]));
  return `${words.sinceBoth(first ?? "", one, second ?? "", other)} ${next}`;
}

/** "Ana, here since 9:02" */
export function hereSince(state: State, now: number): (face: Face) => string | undefined {
  return (face) => {
    const time = since(state, face, now);
    return time && words.hereSince(names([face]), time);
  };
}

/** "Tom is back tomorrow, Friday, at 9:00", or that nobody can say. */
export function whoIsBack({ presence: { back } }: State, now: number): string {
  if (!back || back.at <= now) return words.backUnknown;
  return words.isBack(back.face ? names([back.face]) : words.somebody, when(back.at, now));
}

function since({ presence: { here } }: State, { id }: Face, now: number): string | undefined {
  const at = here.find(({ face }) => face.id === id)?.since;
  if (at === undefined) return undefined;
  return sameDay(at, now) ? clock(at) : `${day(at, now).replace("Yest", "yest")}, ${clock(at)}`;
}
