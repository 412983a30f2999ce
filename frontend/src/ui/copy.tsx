import { useEffect, useRef, useState } from "preact/hooks";
import * as words from "../words";

interface CopyProps {
  readonly text: string;
  readonly label: string;
  /** The text has just come, in place of what had the focus. */
  readonly focused?: boolean;
}

/** Copies a text, and says that it did, or that it may not. */
export function Copy({ text, label, focused }: CopyProps) {
  const [said, say] = useState("");
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focused) button.current?.focus();
  }, [focused]);
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
      <button type="button" class="btn" ref={button} onClick={copy}>
        {label}
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </span>
  );
}
