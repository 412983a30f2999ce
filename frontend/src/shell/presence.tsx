/** Whether I take calls, and how many at once. It is shown as the server says it is, on all my screens. */

import { useCallback, useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import { useView } from "../console";
import { freePlaces } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { useCommand } from "../keys";
import { takesCalls } from "../person/present";
import { pathTo } from "../route";
import { Key } from "../ui/key";
import { Menu } from "../ui/menu";
import * as words from "../words";

/** Above this the console warns: each person waits longer for each answer. */
const MANY = 4;

interface PresenceProps {
  readonly seat: Seat;
  readonly desk: Desk;
  /** With the state in words beside the face, as a phone shows it. */
  readonly named?: boolean;
}

export function PresenceMenu({ seat, desk, named = false }: PresenceProps) {
  const { me } = desk;
  const view = useView(seat);
  const here = me.presence === "available";
  // While the line is down nobody can ring, whatever was chosen.
  const state = view.line !== "open" ? words.presence.cut : here ? words.presence.here : words.presence.away;
  const toggle = useCallback(
    () => seat.setPresence(here ? "away" : "available", me.capacity),
    [seat, here, me.capacity],
  );
  useCommand("presence", named ? null : toggle);
  return (
    <Menu
      kind={named ? "me named" : "me"}
      label={words.presence.button(me.name, state)}
      button={
        <>
          {named && (
            <span class="quiet">
              {takesCalls(view) ? `${state}, ${words.presence.free(freePlaces(desk))}` : state}
            </span>
          )}
          <Face
            of={{ kind: "agent", id: me.id, name: me.name }}
            size="l"
            dot={takesCalls(view) ? "here" : "away"}
          />
          {!named && <span>{state}</span>}
        </>
      }
    >
      {(close) => <PresenceSheet seat={seat} desk={desk} close={close} />}
    </Menu>
  );
}

function PresenceSheet({
  seat,
  desk,
  close,
}: {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly close: () => void;
}) {
  const [down, setDown] = useState(false);
  const { me, limits } = desk;
  const set = (presence: typeof me.presence, capacity: number) =>
    setDown(!seat.setPresence(presence, capacity));
  const option = (presence: typeof me.presence, name: string, hint: string) => (
    <label class="choice">
      <input
        type="radio"
        name="presence"
        checked={me.presence === presence}
        onChange={() => set(presence, me.capacity)}
      />
      <span>
        <b>{name}</b>
        <span class="quiet">{hint}</span>
      </span>
    </label>
  );
  return (
    <>
      <fieldset>
        <legend>
          {words.presence.title} <Key of="⇧A" />
        </legend>
        {option("available", words.presence.here, words.presence.hereHint)}
        {option("away", words.presence.away, words.presence.awayHint)}
      </fieldset>
      <fieldset class="stepper" aria-label={words.presence.capacity}>
        <span>{words.presence.capacity}</span>
        <button
          type="button"
          class="btn"
          aria-label={words.presence.fewer}
          aria-disabled={me.capacity <= 1}
          onClick={() => me.capacity > 1 && set(me.presence, me.capacity - 1)}
        >
          −
        </button>
        <output class="num" aria-live="polite">
          {words.presence.places(me.capacity)}
        </output>
        <button
          type="button"
          class="btn"
          aria-label={words.presence.more}
          aria-disabled={me.capacity >= limits.capacity_max}
          onClick={() => me.capacity < limits.capacity_max && set(me.presence, me.capacity + 1)}
        >
          +
        </button>
      </fieldset>
      {me.capacity > MANY && <p class="warn">{words.presence.many}</p>}
      {down && (
        <p class="wrong" role="alert">
          {words.presence.down}
        </p>
      )}
      <a href={pathTo(desk.site, "me")} onClick={close}>
        {words.presence.mine}
      </a>
    </>
  );
}
