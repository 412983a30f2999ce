/** Where one more person would help most, in words. */

import type { Week } from "./api";
import { many } from "./rules";
import { say } from "./words";

export function Advice({ week }: { readonly week: Week }) {
  return (
    <section class="block advice">
      <h2>{say.advice}</h2>
      {week.advice.length === 0 ? (
        <p class="quiet">{say.adviceNone}</p>
      ) : (
        <ul>
          {week.advice.map(({ day, from, until, needed, there, gave_up }) => (
            <li key={`${day} ${from}`}>
              <b>{say.stretch(say.days[day] ?? "", from, until)}</b> {say.help(many(needed), many(there))}{" "}
              {gave_up > 0 && say.helpGaveUp(gave_up, week.totals.gave_up)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
