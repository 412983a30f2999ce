import { useState } from "preact/hooks";
import { words } from "../words";

/** Copies a text, and says that it did, or that it may not. */
export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const [said, say] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(words.settings.copied);
    } catch {
      say(words.settings.copyFailed);
    }
  };
  return (
    <span class="copying">
      <button type="button" class="btn" onClick={copy}>
        {label}
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </span>
  );
}
