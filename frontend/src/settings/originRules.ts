/** An origin is a scheme and a host, perhaps a port, and nothing else. What is nearly one is mended and said. */

type OriginFault = "empty" | "not_an_address" | "wildcard" | "scheme" | "credentials" | "twice";
export type OriginCheck =
  | { readonly origin: string; readonly mended: boolean }
  | { readonly fault: OriginFault };

/** Reads what an owner typed or pasted. `mended` tells that the origin is not literally what was typed. */
export function checkOrigin(typed: string, others: readonly string[] = []): OriginCheck {
  const text = typed.trim();
  if (text === "") return { fault: "empty" };
  if (text.includes("*")) return { fault: "wildcard" };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return { fault: "scheme" };
  const url = address(scheme === undefined ? `https://${text}` : text);
  if (!url || !plausible(url.hostname)) return { fault: "not_an_address" };
  if (url.username || url.password) return { fault: "credentials" };
  if (others.includes(url.origin)) return { fault: "twice" };
  return { origin: url.origin, mended: url.origin !== text };
}

function address(text: string): URL | null {
  // Browsers read a backslash as a slash; people who typed one meant something else.
  if (/[\s\\]/.test(text)) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A name with a dot, this machine, or a number's address. */
function plausible(host: string): boolean {
  return host === "localhost" || host.startsWith("[") || /^[^.]+(\.[^.]+)+\.?$/.test(host);
}
