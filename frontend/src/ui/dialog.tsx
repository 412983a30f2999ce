/** A dialog over the page. Escape puts it away, and the focus goes back to where it was. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface DialogProps {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ kind, title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => (before as HTMLElement | null)?.focus?.();
  }, []);
  return (
    <dialog class={`dialog ${kind}`} ref={dialog} onClose={onClose} aria-labelledby="dialog-title">
      <h2 id="dialog-title" dir="auto">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
