import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { AgentRow } from "../../../widget/src/wire/wire";
import * as words from "../words";

/** Rows drawn at once: more than a screen holds, and few enough to stay quick with ten thousand. */
const PAGE = 50;

interface SectionProps {
  readonly title: string;
  readonly side?: string;
  /** How many there are in truth; what is drawn may lag behind while a pointer moves over it. */
  readonly count: number;
  readonly rows: readonly AgentRow[];
  readonly none?: string;
  readonly folded?: boolean;
  /** Asks for rows that are not here yet. */
  readonly onMore?: (() => void) | undefined;
  readonly draw: (row: AgentRow) => ComponentChildren;
}

export function Section({ title, side, count, rows, none, folded = false, onMore, draw }: SectionProps) {
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState(!folded);
  const hidden = rows.length - shown;
  return (
    <section aria-label={title}>
      <h2>
        {title} <span class="count num">{count}</span>
        {side && <span class="side">{side}</span>}
        {folded && (
          <button type="button" class="text side" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? words.list.hide : words.list.show}
          </button>
        )}
      </h2>
      {open && (
        <>
          {rows.length === 0 && none && <p class="none">{none}</p>}
          <ul class="rows">
            {rows.slice(0, shown).map((row) => (
              <li key={row.id}>{draw(row)}</li>
            ))}
          </ul>
          {hidden > 0 ? (
            <button type="button" class="text further" onClick={() => setShown(shown + PAGE)}>
              {words.list.showMore(Math.min(PAGE, hidden))}
            </button>
          ) : (
            onMore && (
              <button type="button" class="text further" onClick={onMore}>
                {words.list.showOlder}
              </button>
            )
          )}
        </>
      )}
    </section>
  );
}
