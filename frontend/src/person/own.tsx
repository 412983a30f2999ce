/** Whom a visitor knows here, who stands in, and how soon they come in the line. Whoever answers may change it. */

import { useState } from "preact/hooks";
import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { type KnownChange, roster } from "../roster/api";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import { nameOf } from "./names";

interface OwnProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly card: AgentRow["visitor"];
}

export function Own({ seat, desk, card }: OwnProps) {
  const [changing, setChanging] = useState(false);
  const [wrong, setWrong] = useState("");
  const change = async (what: KnownChange) => {
    try {
      await roster.change(seat.key, card.id, what);
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <section>
      <h3>
        {words.person.own}
        <button
          type="button"
          class="text side"
          aria-expanded={changing}
          onClick={() => setChanging(!changing)}
        >
          {changing ? words.person.done : words.person.change}
        </button>
      </h3>
      {changing ? (
        <div class="own">
          <Whom
            name={words.person.person}
            chosen={card.person}
            desk={desk}
            onChoose={(person) => change({ person })}
          />
          <Whom
            name={words.person.backup}
            chosen={card.backup}
            desk={desk}
            onChoose={(backup) => change({ backup })}
          />
          <label>
            <span>{words.person.priority}</span>
            <select
              class="input"
              aria-label={words.person.priority}
              value={card.priority}
              onChange={(event) => change({ priority: Number(event.currentTarget.value) as 0 | 1 | 2 })}
            >
              {words.person.priorities.map((said, priority) => (
                <option key={said} value={priority}>
                  {said}
                </option>
              ))}
            </select>
          </label>
        </div>
      ) : (
        <dl class="kv">
          <dt>{words.person.person}</dt>
          <dd>
            {card.person === null ? words.person.nobody : nameOf(desk, card.person)}{" "}
            {card.backup !== null && (
              <span class="faint">{words.person.whenAway(nameOf(desk, card.backup))}</span>
            )}
          </dd>
          {card.priority > 0 && (
            <>
              <dt>{words.person.priority}</dt>
              <dd>{words.person.priorities[card.priority]}</dd>
            </>
          )}
        </dl>
      )}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}

interface WhomProps {
  readonly name: string;
  readonly chosen: string | null;
  readonly desk: Desk;
  readonly onChoose: (agent: string | null) => void;
}

function Whom({ name, chosen, desk, onChoose }: WhomProps) {
  return (
    <label>
      <span>{name}</span>
      <select
        class="input"
        aria-label={name}
        value={chosen ?? ""}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{words.person.nobody}</option>
        {[...desk.team.values()].map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
