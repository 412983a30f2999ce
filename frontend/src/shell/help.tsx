/** All keys, in a dialog. */

import { usePrefs } from "../prefs";
import { Dialog } from "../ui/dialog";
import { ALT, Key } from "../ui/key";
import * as words from "../words";

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
  const { singleKeys } = usePrefs();
  return (
    <Dialog kind="keys" title={words.keys.title} onClose={onClose}>
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
    </Dialog>
  );
}
