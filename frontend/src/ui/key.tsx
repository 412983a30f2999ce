/** A key's name, beside what it does. Hidden on touch. */
export function Key({ of }: { readonly of: string }) {
  return (
    <span class="key" aria-hidden="true">
      <kbd>{of}</kbd>
    </span>
  );
}

/** How this computer writes the key that is Alt. */
export const ALT = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "") ? "⌥" : "Alt ";
