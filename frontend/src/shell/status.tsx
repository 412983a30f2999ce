/** What is true of the line to the server, in words, for as long as it is true. */

import { Cord } from "../../../widget/src/paper/mark";
import { useView } from "../console";
import type { Seat } from "../desk/seat";
import * as words from "../words";
import { Missed, Nudges } from "./missed";

export function Status({ seat }: { readonly seat: Seat }) {
  const view = useView(seat);
  const { line, why, desk, kept, lasting, wrong } = view;
  const trouble = wrong.get("");
  const refusal =
    why && why in words.line.refused ? words.line.refused[why as keyof typeof words.line.refused] : null;
  const waiting = kept.length > 0 && !lasting;
  return (
    <div class="status" role="status">
      {(line === "dropped" || (line === "connecting" && desk)) && (
        <p class="strip">
          <Cord />
          {words.line.dropped}
        </p>
      )}
      {line === "refused" && (
        <p class="strip stop">
          {refusal ?? words.line.refused.other}{" "}
          {why === "signed_out" && (
            <a href={`/account/login/?next=${encodeURIComponent(location.pathname)}`}>{words.line.signIn}</a>
          )}
        </p>
      )}
      {waiting && <p class="strip">{words.line.notLasting}</p>}
      {desk && line === "open" && <Missed seat={seat} desk={desk} missed={view.missed} />}
      {desk && line === "open" && <Nudges seat={seat} desk={desk} nudged={view.nudged} />}
      {trouble && line === "open" && (
        <p class="strip">
          {trouble}{" "}
          <button type="button" class="text u" onClick={() => seat.dismiss("")}>
            {words.line.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}
