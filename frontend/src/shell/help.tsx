/** All keys, in a dialog. */

import { useEffect, useRef } from "preact/hooks";
import { usePrefs } from "../prefs";
import { ALT, Key } from "../ui/key";
import { words } from "../words";

const KEYS: readonly (readonly [string, string])[] = [
  ["J", words.keys.down],
  ["K", words.keys.up],
  ["↵", words.keys.open],
  ["R", words.keys.reply],
  ["N", words.keys.note],
  ["B", words.keys.bringIn],
  ["H", words.keys.handOver],
  ["Z", words.keys.hold],
  ["E", words.keys.closeTalk],
  ["⇧A", words.keys.presence],
  ["/", words.keys.find],
  ["?", words.keys.help],
  ["↵", words.keys.pickUp],
  [`${ALT}↵`, `${words.keys.pickUp}, ${words.keys.anywhere}`],
  ["Esc", words.keys.notNow],
  ["Esc", words.keys.leave],
];

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { singleKeys } = usePrefs();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => (before as HTMLElement | null)?.focus?.();
  }, []);
  return (
    <dialog class="keys" ref={dialog} onClose={onClose} aria-labelledby="keys-title">
      <h2 id="keys-title">{words.keys.title}</h2>
      <p class="quiet">{singleKeys ? words.keys.hint : words.keys.off}</p>
      <dl>
        {KEYS.map(([key, what]) => (
          <div key={what}>
            <dt>
              <Key of={key} />
              <span class="unseen">{key}</span>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="btn">
          {words.keys.close}
        </button>
      </form>
    </dialog>
  );
}
