/** Who is on the way in, in a line above the composer, and how to let them be. */

import { called } from "../../../widget/src/paper/names";
import type { AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import { isIn } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { teamNames } from "../person/names";
import { words } from "../words";

interface AskingProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
}

export function Asking({ seat, desk, row }: AskingProps) {
  if (row.state !== "engaged" && row.state !== "held") return null;
  const asked = row.members.filter(({ state }) => state === "asked");
  const others = asked.filter(({ face }) => face.id !== desk.me.id);
  const mayCancel = isIn(row, desk.me.id);
  return (
    <div class="asking" role="status">
      {row.escalated !== null && asked.every(({ errand }) => errand !== "fix") && (
        <p>{words.talk.pendingFix}</p>
      )}
      {others.map((member) => (
        <p key={member.face.id}>
          <span>{said(member, desk)}</span>
          {mayCancel && member.errand !== "fix" && (
            <button
              type="button"
              class="text u"
              onClick={() => seat.act({ type: "uninvite", conversation: row.id, whom: member.face.id })}
            >
              {words.talk.cancel}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

function said({ face, errand }: AgentMember, desk: Desk): string {
  const name = called(face.name, teamNames(desk));
  if (errand === "insider") return words.talk.hasLink(name);
  if (errand === "take_over") return words.talk.askingOver(name);
  return errand === "fix" ? words.talk.askingFix(name) : words.talk.asking(name);
}
