/** Asking a colleague in, to help or to take over: whom, and why in a line. Who is here stands first. */

import { useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import type { AgentColleague, AgentRow } from "../../../widget/src/wire/wire";
import { useView } from "../console";
import { isIn, partOf } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { visitorName } from "../person/names";
import { dotOf } from "../person/present";
import { Dialog } from "../ui/dialog";
import * as words from "../words";
import { Insiders } from "./insiders";

interface AskProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly errand: "help" | "take_over";
  readonly onClose: () => void;
}

/** Characters that the wire lets through; a line is meant to be shorter. */
const WHY_MAX = 200;

/** A colleague's id; a team's, after "team:"; or nobody in particular. */
type Whom = string;
const ANYBODY: Whom = "";
const TEAM = "team:";

export function AskDialog({ seat, desk, row, errand, onClose }: AskProps) {
  const [outside, setOutside] = useState(false);
  const name = visitorName(row.visitor);
  const over = errand === "take_over";
  const title = outside
    ? words.insider.title(name)
    : over
      ? words.ask.handOver(name)
      : words.ask.bringIn(name);
  return (
    <Dialog kind="ask" title={title} onClose={onClose}>
      {outside ? (
        <Insiders seat={seat} row={row} onBack={() => setOutside(false)} onClose={onClose} />
      ) : (
        <>
          <p class="quiet">{over ? words.ask.handOverHint : words.ask.bringInHint}</p>
          <AskForm seat={seat} desk={desk} row={row} errand={errand} onClose={onClose} />
          {!over && (
            <div class="outside">
              <button type="button" class="btn" onClick={() => setOutside(true)}>
                {words.ask.outside}
              </button>
              <p class="quiet">{words.ask.outsideHint}</p>
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}

function AskForm({ seat, desk, row, errand, onClose }: AskProps) {
  const view = useView(seat);
  const over = errand === "take_over";
  const colleagues = colleaguesFor(row, desk, over);
  const [whom, setWhom] = useState<Whom | null>(over ? ANYBODY : (firstHere(colleagues)?.id ?? null));
  const [why, setWhy] = useState("");
  const [wrong, setWrong] = useState("");
  const send = () => {
    if (whom === null) return setWrong(words.ask.needWhom);
    const about = { conversation: row.id, why: why.trim() };
    const team = whom.startsWith(TEAM) ? whom.slice(TEAM.length) : null;
    if (!over) seat.act({ ...about, type: "bring_in", whom });
    else seat.act({ ...about, type: "hand_over", team, whom: team === null && whom ? whom : null });
    onClose();
  };
  const option = (value: Whom, label: string, hint: string, colleague?: AgentColleague) => (
    <label class="choice" key={value}>
      <input
        type="radio"
        name="whom"
        checked={whom === value}
        disabled={colleague !== undefined && colleague.presence !== "available"}
        onChange={() => setWhom(value)}
      />
      {colleague && (
        <Face
          of={{ kind: "agent", id: colleague.id, name: colleague.name }}
          dot={dotOf(view, colleague.id)}
        />
      )}
      <span>
        <b dir="auto">{label}</b>
        <span class="quiet">{hint}</span>
      </span>
    </label>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="field">
        <span>{words.ask.why}</span>
        <input
          class="input"
          dir="auto"
          maxLength={WHY_MAX}
          value={why}
          onInput={(event) => setWhy(event.currentTarget.value)}
          aria-describedby="why-hint"
        />
        <span class="quiet" id="why-hint">
          {words.ask.whyHint}
        </span>
      </label>
      <fieldset class="people">
        <legend>{words.ask.who}</legend>
        {over && option(ANYBODY, words.ask.anybody, "")}
        {over && [...desk.teams.values()].map(({ id, name }) => option(TEAM + id, name, words.ask.anybodyOf))}
        {colleagues.map((one) => option(one.id, one.name, stateOf(one), one))}
        {!firstHere(colleagues) && <p class="quiet">{words.ask.nobody}</p>}
      </fieldset>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="btn go">
          {over ? words.ask.give : words.ask.ask}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {words.ask.cancel}
        </button>
      </div>
    </form>
  );
}

const ORDER = ["available", "away", "offline"];

/**
 * Those who are not in it yet: who is here and has a place free first, then by name. Who is in it already can have it
 * from whoever has it, and from nobody else.
 */
function colleaguesFor(row: AgentRow, desk: Desk, over: boolean): readonly AgentColleague[] {
  const mine = over && row.agent === desk.me.id;
  const apart = (id: string) => !isIn(row, id) && !partOf(row, id);
  return [...desk.team.values()]
    .filter(({ id }) => id !== desk.me.id && (apart(id) || (mine && isIn(row, id))))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.presence) - ORDER.indexOf(b.presence) ||
        Number(a.load >= a.capacity) - Number(b.load >= b.capacity) ||
        a.name.localeCompare(b.name),
    );
}

function firstHere(colleagues: readonly AgentColleague[]): AgentColleague | undefined {
  return colleagues.find(({ presence }) => presence === "available");
}

function stateOf({ presence, load, capacity }: AgentColleague): string {
  if (presence !== "available") return words.ask[presence];
  return load < capacity ? words.ask.free : words.ask.full;
}
