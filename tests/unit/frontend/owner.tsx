/** The owner's pages on a screen: they are fetched when they are first looked at, so a test waits for that too. */

import { vi } from "vitest";
import { welcome } from "./people";
import { type Screen, show } from "./screen";
import { sit } from "./socket";

export type Role = "agent" | "lead" | "owner";

export async function visit(page: string, role: Role = "owner"): Promise<Screen> {
  const screen = await show(`/console/ridge/${page}`, sit(welcome([], { me: { ...welcome().me, role } })));
  await settled(screen);
  return screen;
}

/** Lets what is fetched late come, and be drawn. */
export async function settled(screen: Screen, doing?: () => void): Promise<void> {
  await screen.drawn(doing);
  await vi.dynamicImportSettled();
  await screen.drawn();
}

export function field<T extends HTMLElement = HTMLInputElement>(screen: Screen, name: string): T {
  const found = [...screen.root.querySelectorAll<T>("input, select, textarea")].find(
    (one) => (one.getAttribute("aria-label") ?? labelOf(one)) === name,
  );
  if (!found) throw new Error(`no field “${name}”`);
  return found;
}

/** The words of the label around a field, without those of the field itself. */
function labelOf(element: Element): string {
  const label = element.closest("label")?.cloneNode(true) as Element | undefined;
  for (const inner of label?.querySelectorAll("select, .t12, .quiet") ?? []) inner.remove();
  return label?.textContent?.trim() ?? "";
}

export function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}
