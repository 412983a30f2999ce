import { newId } from "../../link/ids";
import { called } from "../../paper/names";
import type { Face } from "../../wire/wire";
import { around, awayPerson } from "../here";
import { lateWords } from "../latewords";
import type { Session } from "../session";
import { names, words } from "../words";

/** Whom the visitor knows here: to be changed or dropped with one click. */
export function Person({ session }: { readonly session: Session }) {
  const { state } = session;
  const going = session.kept("set_person").findLast(({ refused }) => !refused)?.command;
  const now = Date.now() + session.ahead;
  const all = offered(state.person?.face, around(state));
  const chosen = going ? going.person : (state.person?.face.id ?? null);
  const away = awayPerson(state, now);
  const everybody = all.map(({ name }) => name);
  if (!all.length) return null;
  return (
    <section class="person">
      <h2>{lateWords.yourPerson}</h2>
      <p class="small quiet">
        {away && `${away}. `}
        {state.person?.backup && `${lateWords.standsIn(names([state.person.backup]))} `}
        {lateWords.personWhy}
      </p>
      <div class="reasons">
        {[...all, null].map((face) => (
          <button
            key={face?.id ?? ""}
            type="button"
            dir="auto"
            class={chosen === (face?.id ?? null) ? "reason on" : "reason"}
            aria-pressed={chosen === (face?.id ?? null)}
            onClick={() => session.wish({ type: "set_person", id: newId(), person: face?.id ?? null })}
          >
            {face ? called(face.name, everybody) : lateWords.nobodySpecial}
          </button>
        ))}
      </div>
      <p class="small quiet" role="status">
        {going && words.sending}
      </p>
    </section>
  );
}

/** One's own person, whether here or not, and everybody who is. */
function offered(own: Face | undefined, here: readonly Face[]): readonly Face[] {
  return own && !here.some(({ id }) => id === own.id) ? [own, ...here] : here;
}
