/** Above the composer: how they would rather be reached, who is on the way in, and how to let them be. */

import { called } from "../../../widget/src/paper/names";
import type { AgentMember, AgentRow } from "../../../widget/src/wire/wire";
import { isIn } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { Reaching } from "../line/reaching";
import { teamNames } from "../person/names";
import * as words from "../words";

interface AskingProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
}

export function Asking({ seat, desk, row }: AskingProps) {
  const asked = row.members.filter(({ state }) => state === "asked");
  const others = asked.filter(({ face }) => face.id !== desk.me.id);
  const inIt = isIn(row, desk.me.id);
  const owned = row.state === "engaged" || row.state === "held";
  const pending = owned && row.escalated !== null && asked.every(({ errand }) => errand !== "fix");
  return (
    <div class="asking" role="status">
      <Reaching row={row} />
      {pending && <p>{words.talk.pendingFix}</p>}
      {others.map((member) => (
        <p key={member.face.id}>
          <span>{said(member, desk)}</span>
          {inIt && member.errand !== "fix" && (
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
