/** Name, greeting and colour, with the panel as a visitor will see it while one changes them. */

import { useState } from "preact/hooks";
import { accentOf, CHROMA_MAX } from "../../../widget/src/paper/accent";
import type { Site } from "../api";
import { useConsole } from "../console";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import { Preview } from "./preview";
import type { Save } from "./settings";

export function Look({ site, save }: { readonly site: Site; readonly save: Save }) {
  const { reload } = useConsole();
  const [name, setName] = useState(site.name);
  const [greeting, setGreeting] = useState(site.greeting);
  const [hue, setHue] = useState(site.hue);
  const [chroma, setChroma] = useState(site.chroma);
  const [hex, setHex] = useState("");
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string } | null>(null);
  const brand = hex === "" ? null : accentOf(hex);
  const store = async () => {
    if (name.trim() === "") return setSaid({ wrong: true, text: words.settings.needName });
    setSaid({ wrong: false, text: words.settings.saving });
    try {
      await save({ name: name.trim(), greeting: greeting.trim(), hue, chroma });
      setSaid({ wrong: false, text: words.settings.saved });
      void reload();
    } catch (error) {
      setSaid({ wrong: true, text: inWords(error) });
    }
  };
  const paste = (typed: string) => {
    setHex(typed);
    const accent = accentOf(typed);
    if (!accent) return;
    setHue(accent.hue);
    setChroma(accent.chroma);
  };
  return (
    <section class="block look">
      <h2>{words.settings.look}</h2>
      <form
        onInput={() => setSaid(null)}
        onSubmit={(event) => {
          event.preventDefault();
          void store();
        }}
      >
        <label>
          {words.settings.name}
          <input
            class="input"
            dir="auto"
            maxLength={200}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <span class="faint t12">{words.settings.nameHint}</span>
        </label>
        <label>
          {words.settings.greeting}
          <textarea
            class="input"
            dir="auto"
            rows={2}
            maxLength={200}
            value={greeting}
            onInput={(event) => setGreeting(event.currentTarget.value)}
          />
          <span class="faint t12">{words.settings.greetingHint}</span>
        </label>
        <label>
          {words.settings.hue}
          <input
            class="hue"
            type="range"
            min={0}
            max={359}
            value={hue}
            onInput={(event) => {
              setHue(event.currentTarget.valueAsNumber);
              // A grey brand has no hue to slide along; moving the slider asks for a colour.
              if (chroma === 0) setChroma(CHROMA_MAX);
              setHex("");
            }}
          />
        </label>
        <label>
          {words.settings.hex}
          <input
            class="input mono"
            dir="ltr"
            spellcheck={false}
            maxLength={7}
            placeholder={words.settings.hexPlaceholder}
            value={hex}
            aria-invalid={hex !== "" && !brand}
            onInput={(event) => paste(event.currentTarget.value)}
          />
          <span class={`t12 ${hex !== "" && !brand ? "wrong" : "faint"}`}>
            {hex !== "" && !brand ? words.settings.hexFault : words.settings.hexHint}
          </span>
        </label>
        <p class="row">
          <button type="submit" class="btn go">
            {words.settings.save}
          </button>
          <span class={said?.wrong ? "wrong" : "quiet"} role="status">
            {said?.text}
          </span>
        </p>
      </form>
      <Preview site={site.key} greeting={greeting} hue={hue} chroma={chroma} />
    </section>
  );
}
