/** The console on a screen without a browser: its real parts, seated at fake lines. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, vi } from "vitest";
import type { Me } from "../../../frontend/src/api";
import { ConsoleContext } from "../../../frontend/src/console";
import { commandOf, focusOf, run } from "../../../frontend/src/keys";
import { readPrefs } from "../../../frontend/src/prefs";
import { Bell } from "../../../frontend/src/ring/bell";
import { Shell } from "../../../frontend/src/shell/shell";
import type { Sat } from "./socket";
import { turn } from "./socket";

let root: HTMLElement | null = null;

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 404 }));
});
afterEach(leave);

/** Takes the screen down, as a reload does. What the browser keeps stays. */
function leave(): void {
  if (root) render(null, root);
  root?.remove();
  root = null;
}

export interface Screen {
  readonly root: HTMLElement;
  readonly bell: Bell;
  /** Lets everything that is under way be drawn. */
  readonly drawn: (act?: () => void) => Promise<void>;
  readonly find: (selector: string) => HTMLElement | null;
  readonly button: (name: string) => HTMLButtonElement;
  readonly text: () => string;
}

/** Shows the console at `path`; the first of the seats is the one on the screen. */
export async function show(path: string, ...sats: readonly Sat[]): Promise<Screen> {
  leave();
  history.replaceState(null, "", path);
  const me: Me = {
    user: { id: "user-0001", email: "ana@ridge.example", name: "Ana Ruiz" },
    sites: sats.map(({ seat }) => ({
      key: seat.key,
      name: `Site ${seat.key}`,
      role: "owner",
      agent: "agent-ana",
    })),
  };
  const bell = new Bell();
  const value = {
    me,
    seats: new Map(sats.map(({ seat }) => [seat.key, seat])),
    bell,
    reload: async () => {},
  };
  const first = sats[0] as Sat;
  const box = document.createElement("div");
  document.body.append(box);
  root = box;
  const drawn = async (doing: () => void = () => {}) => {
    await act(async () => {
      doing();
      await turn();
    });
    await act(turn);
  };
  await drawn(() =>
    render(
      <LocationProvider scope="/console">
        <ConsoleContext.Provider value={value}>
          <Shell seat={first.seat} />
        </ConsoleContext.Provider>
      </LocationProvider>,
      box,
    ),
  );
  return {
    root: box,
    bell,
    drawn,
    find: (selector) => box.querySelector<HTMLElement>(selector),
    button: (name) => {
      const all = [...box.querySelectorAll("button")];
      const found = all.find((one) => (one.getAttribute("aria-label") ?? spoken(one)) === name);
      if (!found) throw new Error(`no button “${name}” among ${all.map(spoken).join(", ")}`);
      return found;
    },
    text: () => box.textContent ?? "",
  };
}

/** What ears hear of an element: its words but for those hidden from them. */
function spoken(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll("[aria-hidden='true']")) hidden.remove();
  return (copy.textContent ?? "").trim();
}

/** A key pressed where the focus is, as the console's own listener hears it. */
export function press(key: string, over: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...over });
  (document.activeElement ?? document.body).dispatchEvent(event);
  const command = commandOf(event, focusOf(document.activeElement), readPrefs().singleKeys);
  if (command && !event.defaultPrevented) run(command);
  return event;
}

/** Types into a field, as an input method or a hand does. */
export function type(field: HTMLElement | null, text: string): void {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
    throw new Error("no field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
