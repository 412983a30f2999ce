/** The band while somebody rings. It never takes the focus from a composer. */

import { useRef } from "preact/hooks";
import { Mark } from "../../../widget/src/paper/mark";
import { useCommand } from "../keys";
import { VisitorFace } from "../person/names";
import { reasonOf } from "../reasons";
import { ALT, Key } from "../ui/key";
import { longSpan } from "../ui/span";
import { useNow } from "../ui/tick";
import { words } from "../words";
import type { Ring } from "./rings";

interface BandProps {
  readonly rings: readonly Ring[];
  readonly current: string;
  readonly silenced: boolean;
  readonly onPickUp: (ring: Ring) => void;
  readonly onQuiet: (ring: Ring) => void;
}

export function Band({ rings, current, silenced, onPickUp, onQuiet }: BandProps) {
  const ring = rings[0];
  const now = useNow();
  const latest = useRef<() => void>(() => {});
  latest.current = () => ring && onPickUp(ring);
  const act = useRef(() => latest.current()).current;
  useCommand("pick_up", ring ? act : null);
  if (!ring) return null;
  const { row, seat, view } = ring;
  const wait = row.since === null ? null : longSpan(now + seat.skew - row.since);
  const reason = reasonOf(row.because, true);
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
          {seat.key !== current && (
            <span class="where">{words.ring.on(view.desk?.siteName ?? seat.key)}</span>
          )}
          {row.last && (
            <q class="their">
              <bdi>{row.last.text}</bdi>
            </q>
          )}
        </p>
        <p id="ring-why">
          {reason ? words.ring.because(reason) : words.ring.you}{" "}
          {wait && <span aria-hidden="true">{words.ring.waited(wait)}</span>}{" "}
          {rings.length > 1 && words.ring.others(rings.length - 1)} {silenced && words.ring.silenced}
        </p>
      </div>
      <div class="two">
        {!silenced && (
          <button type="button" class="btn not" title={words.ring.quietHint} onClick={() => onQuiet(ring)}>
            {words.ring.quiet}
          </button>
        )}
        <button type="button" class="btn pick" aria-keyshortcuts="Alt+Enter" onClick={() => onPickUp(ring)}>
          <Mark lifted width={18} />
          {words.ring.pickUp}
          <Key of={`${ALT}↵`} />
        </button>
      </div>
    </div>
  );
}
