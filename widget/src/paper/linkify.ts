/** Finds the links in plain words. Only http, https and mailto; everything else stays text. */

export interface Anchor {
  readonly href: string;
  /** What is shown: as typed, or with the host in punycode where it mixes scripts. */
  readonly shown: string;
}

/** Controls of direction, and characters without width, end a link: they could make it look like another. */
const LINK =
  /(?:https?:\/\/|mailto:)[^\s<>"\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]{1,2000}/giu;
const TRAILING = /[.,:;!?…'’”»*_~]$/u;

/** The words, split into text and anchors, in order. Joined again they are what went in, but for punycode. */
export function linkify(text: string): (string | Anchor)[] {
  const parts: (string | Anchor)[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    if (/[\p{L}\p{N}]/u.test(text[found.index - 1] ?? "")) continue;
    const typed = trimmed(found[0]);
    const href = safeHref(typed);
    if (!href) continue;
    if (found.index > from) parts.push(text.slice(from, found.index));
    parts.push({ href, shown: shown(typed, href) });
    from = found.index + typed.length;
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from));
  return parts;
}

/** The address, if it may be followed: http, https or mailto, and no name before the host to deceive. */
export function safeHref(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol === "mailto:") return url.pathname.includes("@") ? url.href : null;
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  return url.username || url.password || !url.hostname ? null : url.href;
}

/** Punctuation at the end belongs to the sentence, a bracket only if it was not opened inside. */
function trimmed(typed: string): string {
  let link = typed;
  for (;;) {
    const last = link.at(-1) ?? "";
    const opener = { ")": "(", "]": "[", "}": "{" }[last];
    const loose = opener && link.split(last).length > link.split(opener).length;
    if (!loose && !TRAILING.test(link)) return link;
    link = link.slice(0, -last.length);
  }
}

function shown(typed: string, href: string): string {
  const host = /^https?:\/\/([^/?#]*)/iu.exec(typed)?.[1] ?? "";
  const mixed = /\p{Script=Latin}/u.test(host) && /(?!\p{Script=Latin})\p{L}/u.test(host);
  return mixed ? typed.replace(host, new URL(href).host) : typed;
}
