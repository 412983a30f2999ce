/** The owner's colour is a hue and a chroma; every lightness is ours, so that contrast holds. */

export interface Accent {
  readonly hue: number;
  readonly chroma: number;
}

export const CHROMA_MAX = 0.175;

/** Gives an element and all within it the owner's accent. */
export function dress(element: HTMLElement, { hue, chroma }: Accent): void {
  element.dataset.accent = "";
  element.style.setProperty("--bp-hue", String(hue));
  element.style.setProperty("--bp-chroma", String(Math.min(chroma, CHROMA_MAX)));
}

/** A brand colour ("#0a5", "#00aa55") as OKLCH hue and chroma; its lightness is dropped. Null if it is none. */
export function accentOf(hex: string): Accent | null {
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(hex.trim())?.[1];
  if (!digits) return null;
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((i) => linear(Number.parseInt(full.slice(i, i + 2), 16) / 255));
  // Björn Ottosson's matrices: linear sRGB → cone response → Oklab.
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const green = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const chroma = Math.min(Math.hypot(green, blue), CHROMA_MAX);
  const hue = (Math.atan2(blue, green) * 180) / Math.PI;
  return { hue: Math.round((hue + 360) % 360), chroma: Math.round(chroma * 1000) / 1000 };
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
