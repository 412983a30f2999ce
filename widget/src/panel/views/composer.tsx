import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon, up } from "../../paper/icons";
import { words } from "../words";

interface ComposerProps {
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly hint: string;
  /** Characters a message may have; null while unknown. */
  readonly max: number | null;
  readonly rows?: number;
  /** The cursor belongs here: the panel has just come before the visitor's eyes. */
  readonly focused: boolean;
}

/** The box to write in. Enter sends, Shift-Enter breaks the line, and an input method keeps its own Enter. */
export function Composer({ draft, onDraft, onSend, hint, max, rows = 1, focused }: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const over = max === null ? 0 : [...draft].length - max;
  const ready = draft.trim() !== "" && over <= 0;

  useEffect(() => {
    if (focused) box.current?.focus();
  }, [focused]);
  useLayoutEffect(() => {
    // Grows with what is written, up to the height that the style allows.
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = draft ? `${area.scrollHeight}px` : "";
  }, [draft]);

  const send = () => {
    if (ready) onSend(sendable(draft));
    box.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <div class="compose">
        <textarea
          ref={box}
          class="field"
          rows={rows}
          dir="auto"
          value={draft}
          placeholder={hint}
          aria-label={hint}
          aria-invalid={over > 0}
          aria-describedby={over > 0 ? "over" : undefined}
          enterkeyhint="send"
          onInput={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={pressed}
        />
        <div class="acts">
          <button type="button" class="send" aria-label={words.send} aria-disabled={!ready} onClick={send}>
            <Icon of={up} />
          </button>
        </div>
      </div>
      <p id="over" class="over" role="status">
        {over > 0 && words.tooLong(over)}
      </p>
    </>
  );
}

/** What was written, without the invisible controls and broken halves of characters that no message may carry. */
function sendable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|\p{Cs}/gu, "");
}
