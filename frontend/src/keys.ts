/** Which key means what. Single keys act only while no text field has the cursor, and can be switched off. */

import { useEffect, useState } from "preact/hooks";

export type Command =
  | "down"
  | "up"
  | "reply"
  | "note"
  | "bring_in"
  | "hand_over"
  | "hold"
  | "close"
  | "presence"
  | "help"
  | "find"
  | "pick_up"
  | "not_now";

const SINGLE: Readonly<Record<string, Command>> = {
  j: "down",
  k: "up",
  r: "reply",
  n: "note",
  b: "bring_in",
  h: "hand_over",
  z: "hold",
  e: "close",
  "/": "find",
  "?": "help",
};

type Stroke = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing">;

/** What the focus is on: a field takes letters, a button or link takes Enter, anything else takes nothing. */
export type Focus = "field" | "control" | "none";

/** What a stroke asks for; null for nothing of ours. */
export function commandOf(stroke: Stroke, focus: Focus, singleKeys: boolean): Command | null {
  if (stroke.isComposing || stroke.ctrlKey || stroke.metaKey) return null;
  if (stroke.altKey) return stroke.key === "Enter" ? "pick_up" : null;
  if (focus === "field") return null;
  if (stroke.key === "Enter") return focus === "none" && !stroke.shiftKey ? "pick_up" : null;
  if (stroke.key === "Escape") return "not_now";
  if (!singleKeys) return null;
  if (stroke.shiftKey && stroke.key.toLowerCase() === "a") return "presence";
  if (stroke.shiftKey && /^[a-z]$/i.test(stroke.key)) return null;
  return SINGLE[stroke.key.toLowerCase()] ?? null;
}

export function focusOf(element: Element | null): Focus {
  if (!(element instanceof HTMLElement)) return "none";
  if (takesLetters(element)) return "field";
  return element.matches("a[href], button, input, summary, [role='button']") ? "control" : "none";
}

/** Whether what has the focus takes letters. */
export function takesLetters(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA" || element.tagName === "SELECT")
    return true;
  return element instanceof HTMLInputElement && !/^(button|checkbox|radio|range|submit)$/.test(element.type);
}

/** Whether somebody is writing: then a key is a letter first, and is shown with what makes it act. */
export function useWriting(): boolean {
  const [writing, set] = useState(() => takesLetters(document.activeElement));
  useEffect(() => {
    const look = () => set(takesLetters(document.activeElement));
    // When the focus goes nowhere only its going is told, before it has gone.
    const gone = () => setTimeout(look, 0);
    look();
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", gone);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", gone);
    };
  }, []);
  return writing;
}

const handlers = new Map<Command, (() => void)[]>();

/** Does `act` for the command while drawn; the one drawn last comes first. */
export function useCommand(command: Command, act: (() => void) | null): void {
  useEffect(() => {
    if (!act) return;
    const list = handlers.get(command) ?? [];
    handlers.set(command, [...list, act]);
    return () => {
      handlers.set(
        command,
        (handlers.get(command) ?? []).filter((one) => one !== act),
      );
    };
  }, [command, act]);
}

/** True when somebody acted. */
export function run(command: Command): boolean {
  const act = handlers.get(command)?.at(-1);
  act?.();
  return act !== undefined;
}
