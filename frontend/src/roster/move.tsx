/** All of one agent's visitors become another's: said in full before it is done. */

import { useState } from "preact/hooks";
import { inWords } from "../ui/fetched";
import { type RosterAgent, roster } from "./api";
import { say } from "./words";

interface MoveProps {
  readonly site: string;
  readonly from: RosterAgent;
  readonly others: readonly RosterAgent[];
  readonly onKept: () => void;
  readonly onMoved: (to: string) => void;
}

export function Move({ site, from, others, onKept, onMoved }: MoveProps) {
  const [to, setTo] = useState("");
  const [wrong, setWrong] = useState("");
  const move = async () => {
    const whom = others.find(({ id }) => id === to);
    if (!whom) return setWrong(say.needPerson);
    try {
      await roster.move(site, from.id, to);
      onMoved(whom.name);
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <form
      class="moving"
      onSubmit={(event) => {
        event.preventDefault();
        void move();
      }}
    >
      <label>
        {say.moveTo(from.name)}{" "}
        <select class="input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          <option value="">{say.choose}</option>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="btn">
        {say.moveNow(from.primary + from.backup)}
      </button>
      <button type="button" class="btn plain" onClick={onKept}>
        {say.keep}
      </button>
      <p class="quiet">{say.moveHint}</p>
      <p class="wrong" role="alert">
        {wrong}
      </p>
    </form>
  );
}
