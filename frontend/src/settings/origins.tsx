/** The addresses whose pages may show this site's phone. */

import { useState } from "preact/hooks";
import type { Site } from "../api";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import { checkOrigin } from "./originRules";
import type { Save } from "./settings";

export function Origins({ site, save }: { readonly site: Site; readonly save: Save }) {
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string } | null>(null);
  const keep = async (origins: readonly string[], then: string) => {
    try {
      await save({ origins });
      setSaid(then ? { wrong: false, text: then } : null);
      return true;
    } catch (error) {
      setSaid({ wrong: true, text: inWords(error) });
      return false;
    }
  };
  const add = async () => {
    const check = checkOrigin(typed, site.origins);
    if ("fault" in check) return setSaid({ wrong: true, text: words.settings.faults[check.fault] });
    const kept = await keep(
      [...site.origins, check.origin],
      check.mended ? words.settings.mended(check.origin) : "",
    );
    if (kept) setTyped("");
  };
  return (
    <section class="block">
      <h2>{words.settings.origins}</h2>
      <p class="quiet">{words.settings.originsHint}</p>
      {site.origins.length === 0 && <p class="warn">{words.settings.noOrigins}</p>}
      <ul class="members">
        {site.origins.map((origin) => (
          <li key={origin}>
            <span class="whole mono" dir="ltr">
              {origin}
            </span>
            <button
              type="button"
              class="btn plain"
              aria-label={words.settings.remove(origin)}
              onClick={() =>
                keep(
                  site.origins.filter((one) => one !== origin),
                  "",
                )
              }
            >
              {words.settings.removeShort}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label>
          {words.settings.origin}
          <input
            class="input mono"
            inputMode="url"
            dir="ltr"
            placeholder={words.settings.originPlaceholder}
            value={typed}
            aria-invalid={said?.wrong ?? false}
            aria-describedby="origin-said"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setSaid(null);
            }}
          />
        </label>
        <button type="submit" class="btn">
          {words.settings.add}
        </button>
      </form>
      <p id="origin-said" class={said?.wrong ? "wrong" : "quiet"} role="alert">
        {said?.text}
      </p>
    </section>
  );
}
