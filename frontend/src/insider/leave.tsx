/** Leaving for good: asked once, because the link ends with it. */

import { useRef } from "preact/hooks";
import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Seat } from "../desk/seat";
import { visitorName } from "../person/names";
import { words } from "./words";

export function Leave({ seat, row }: { readonly seat: Seat; readonly row: AgentRow }) {
  const asked = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button
        type="button"
        class="btn"
        aria-label={words.leave.join(" ")}
        onClick={() => asked.current?.showModal()}
      >
        <span>
          {words.leave[0]} <span class="rest">{words.leave[1]}</span>
        </span>
      </button>
      <dialog class="dialog leave" ref={asked} aria-labelledby="leave-title">
        <h2 id="leave-title">{words.leaveTitle}</h2>
        <p class="quiet">{words.leaveHint(visitorName(row.visitor))}</p>
        <div class="two">
          <button type="button" class="btn" onClick={() => asked.current?.close()}>
            {words.stay}
          </button>
          <button
            type="button"
            class="btn"
            onClick={() => {
              seat.act({ type: "step_out", conversation: row.id });
              asked.current?.close();
            }}
          >
            {words.leaveNow}
          </button>
        </div>
      </dialog>
    </>
  );
}
