/** Which key means what. Single keys act only while no text field has the cursor, and can be switched off. */

import { useEffect } from "preact/hooks";

export type Command = "down" | "up" | "reply" | "note" | "close" | "presence" | "help" | "find" | "pick_up";

const SINGLE: Readonly<Record<string, Command>> = {
  j: "down",
  k: "up",
  r: "reply",
  n: "note",
  e: "close",
  "/": "find",
  "?": "help",
};

type Stroke = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing">;

/** What a stroke asks for; null for nothing of ours. */
export function commandOf(stroke: Stroke, writing: boolean, singleKeys: boolean): Command | null {
  if (stroke.isComposing || stroke.ctrlKey || stroke.metaKey) return null;
  if (stroke.altKey) return stroke.key === "Enter" ? "pick_up" : null;
  if (writing || !singleKeys) return null;
  if (stroke.shiftKey && stroke.key.toLowerCase() === "a") return "presence";
  if (stroke.shiftKey && /^[a-z]$/i.test(stroke.key)) return null;
  return SINGLE[stroke.key.toLowerCase()] ?? null;
}

/** Whether what has the focus takes letters. */
export function takesLetters(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element.tagName === "TEXTAREA" || element.tagName === "SELECT")
    return true;
  return element instanceof HTMLInputElement && !/^(button|checkbox|radio|range|submit)$/.test(element.type);
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
