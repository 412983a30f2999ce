/** The band while somebody rings. It never takes the focus from a composer. */

import { useRef } from "preact/hooks";
import { Mark } from "../../../widget/src/paper/mark";
import { called } from "../../../widget/src/paper/names";
import type { AgentPreview } from "../../../widget/src/wire/wire";
import { type Command, useCommand, useWriting } from "../keys";
import { teamNames, VisitorFace } from "../person/names";
import { ALT, Key } from "../ui/key";
import { useNow } from "../ui/tick";
import * as words from "../words";
import type { Ring } from "./rings";
import { waitOf, whyItRings } from "./why";

interface BandProps {
  readonly rings: readonly Ring[];
  readonly current: string;
  readonly onPickUp: (ring: Ring) => void;
  readonly onNotNow: (ring: Ring) => void;
}

export function Band({ rings, current, onPickUp, onNotNow }: BandProps) {
  const ring = rings[0];
  const now = useNow();
  const writing = useWriting();
  useLatest("pick_up", ring && (() => onPickUp(ring)));
  useLatest("not_now", ring && (() => onNotNow(ring)));
  const desk = ring?.view.desk;
  if (!ring || !desk) return null;
  const { row, seat } = ring;
  const wait = waitOf(row, now + seat.skew);
  return (
    <div
      class="ring"
      role="alertdialog"
      aria-label={words.ring.label(row.visitor.name)}
      aria-describedby="ring-why"
      aria-modal="false"
    >
      <VisitorFace of={row.visitor} size="l" />
      <div class="said">
        <p class="who">
          <b>
            <bdi>{row.visitor.name}</bdi>
          </b>{" "}
          {seat.key !== current && <span class="where">{words.ring.on(desk.siteName)}</span>}
          {row.last && <Last of={row.last} team={teamNames(desk)} />}
        </p>
        <p id="ring-why" class="why">
          <bdi>{whyItRings(ring, desk)}</bdi> {wait && <span aria-hidden="true">{wait}</span>}{" "}
          {rings.length > 1 && words.ring.others(rings.length - 1)}
        </p>
      </div>
      <div class="two">
        <button
          type="button"
          class="btn not"
          title={ring.offer === null ? words.ring.notNowAll : words.ring.notNowHint}
          aria-keyshortcuts="Escape"
          onClick={() => onNotNow(ring)}
        >
          {words.ring.notNow}
          {!writing && <Key of="Esc" />}
        </button>
        <button
          type="button"
          class="btn pick"
          aria-keyshortcuts="Enter Alt+Enter"
          onClick={() => onPickUp(ring)}
        >
          <Mark lifted width={18} />
          {words.ring.pickUp}
          <Key of={writing ? `${ALT}↵` : "↵"} />
        </button>
      </div>
    </div>
  );
}

/** The last words, and whose they are if not the visitor's own. */
function Last({ of: { by, text }, team }: { readonly of: AgentPreview; readonly team: readonly string[] }) {
  return (
    <span class="their">
      {by.kind !== "visitor" && <bdi>{called(by.name, team)}: </bdi>}
      <q>
        <bdi>{text}</bdi>
      </q>
    </span>
  );
}

/** Does what was drawn last, without binding the key anew at each drawing. */
function useLatest(command: Command, act: (() => void) | undefined): void {
  const latest = useRef<() => void>(() => {});
  latest.current = () => act?.();
  const same = useRef(() => latest.current()).current;
  useCommand(command, act ? same : null);
}
