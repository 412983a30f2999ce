/** A button that opens a small sheet beside it. Escape and a click elsewhere close it, and focus goes back. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface MenuProps {
  readonly label: string;
  readonly button: ComponentChildren;
  readonly kind: string;
  /** The sheet; `close` puts it away. */
  readonly children: (close: () => void) => ComponentChildren;
}

export function Menu({ label, button, kind, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const within = (what: string) => root.current?.querySelector<HTMLElement>(`.sheet ${what}`);
    // Of boxes of which one is chosen, that one: the first would be chosen by an arrow key.
    (within("input:checked") ?? within(":is(a, button, input)"))?.focus();
    const away = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
    };
  }, [open]);
  return (
    <div class={`menu ${kind}`} ref={root}>
      <button
        type="button"
        ref={opener}
        class="opener"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span class="unseen">{label}</span>
        <span class="seen" aria-hidden="true">
          {button}
        </span>
      </button>
      {open && (
        <div class="sheet" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
