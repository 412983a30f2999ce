/** The people of the roster, by name, with how many visitors know each. No order but the alphabet. */

import { useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import type { View } from "../desk/seat";
import { dotOf } from "../person/present";
import type { RosterAgent, Whose } from "./api";
import { Move } from "./move";
import { say } from "./words";

interface PeopleProps {
  readonly site: string;
  readonly view: View;
  readonly cap: number;
  readonly agents: readonly RosterAgent[];
  /** Whether I may move one's visitors to another. */
  readonly lead: boolean;
  readonly whose: Whose;
  readonly onWhose: (whose: Whose) => void;
  readonly onMoved: () => void;
}

export function People({ site, view, cap, agents, lead, whose, onWhose, onMoved }: PeopleProps) {
  const [moving, setMoving] = useState<string | null>(null);
  const [moved, setMoved] = useState("");
  return (
    <section class="block">
      <h2>{say.agents}</h2>
      <p class="quiet">
        {say.soft(cap)} {say.enough(agents.filter(({ active }) => active).length, cap)}
      </p>
      <ul class="members">
        {agents.map((agent) => (
          <li key={agent.id}>
            <Face
              of={{ kind: "agent", id: agent.id, name: agent.name }}
              size="l"
              dot={dotOf(view, agent.id)}
            />
            <div class="whole">
              <p>
                <b>
                  <bdi>{agent.name}</bdi>
                </b>{" "}
                {!agent.active && <span class="faint">{say.switchedOff}</span>}
              </p>
              <p class="quiet">
                {say.primary(agent.primary)}, {say.backup(agent.backup)}
                {agent.active && <Room left={cap - agent.primary} cap={cap} />}
              </p>
            </div>
            <div class="acts">
              {whose === agent.id ? (
                <span class="quiet">{say.shown}</span>
              ) : (
                <button
                  type="button"
                  class="btn plain"
                  aria-label={say.showOf(agent.name)}
                  onClick={() => onWhose(agent.id)}
                >
                  {say.show}
                </button>
              )}
              {lead && agent.primary + agent.backup > 0 && (
                <button
                  type="button"
                  class="btn plain"
                  aria-expanded={moving === agent.id}
                  aria-label={say.moveOf(agent.name)}
                  onClick={() => setMoving(moving === agent.id ? null : agent.id)}
                >
                  {say.move}
                </button>
              )}
            </div>
            {moving === agent.id && (
              <Move
                site={site}
                from={agent}
                others={agents.filter(({ id, active }) => active && id !== agent.id)}
                onKept={() => setMoving(null)}
                onMoved={(to) => {
                  setMoving(null);
                  setMoved(say.moved(agent.name, to));
                  onMoved();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      <p class="quiet" role="status">
        {moved}
      </p>
    </section>
  );
}

function Room({ left, cap }: { readonly left: number; readonly cap: number }) {
  return <>; {left < 0 ? <b class="late">{say.over(-left, cap)}</b> : say.room(left)}</>;
}
