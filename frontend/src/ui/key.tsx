/** A key's name, beside what it does. Hidden on touch. */
export function Key({ of }: { readonly of: string }) {
  return <kbd aria-hidden="true">{of}</kbd>;
}

/** How this computer writes the key that is Alt. */
export const ALT = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "") ? "⌥" : "Alt ";
