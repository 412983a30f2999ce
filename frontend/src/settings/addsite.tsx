/** Another site in the same installation, with everything of its own. */

import { useState } from "preact/hooks";
import { api } from "../api";
import { useConsole, useGo } from "../console";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import { checkOrigin } from "./originRules";

export function AddSite() {
  const { reload } = useConsole();
  const go = useGo();
  const [name, setName] = useState("");
  const [origin, setOrigin] = useState("");
  const [wrong, setWrong] = useState("");
  const make = async () => {
    if (name.trim() === "") return setWrong(words.settings.needName);
    const check = checkOrigin(origin);
    if ("fault" in check) return setWrong(words.settings.faults[check.fault]);
    try {
      const { key } = await api.addSite(name.trim(), [check.origin]);
      await reload();
      go(key, "settings");
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <section class="block">
      <h2>{words.settings.addSite}</h2>
      <p class="quiet">{words.settings.addSiteHint}</p>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
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
        </label>
        <label>
          {words.settings.address}
          <input
            class="input mono"
            dir="ltr"
            inputMode="url"
            placeholder={words.settings.originPlaceholder}
            value={origin}
            onInput={(event) => setOrigin(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="btn">
          {words.settings.addSiteMake}
        </button>
      </form>
      <p class="wrong" role="alert">
        {wrong}
      </p>
    </section>
  );
}
