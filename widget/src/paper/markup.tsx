/**
 * An agent's words, rendered by the server as HTML, drawn as our own nodes.
 *
 * The HTML is parsed into an inert document and walked by an allow-list; nothing of it enters the page. The server
 * has cleaned it already; this holds even if it had not.
 */
import { type ComponentChildren, createElement } from "preact";
import { linkify, safeHref } from "./linkify";

/** Elements we draw. Of all others only what they contain is drawn. */
const DRAWN = new Set(
  "p br strong b em i s del ul ol li code pre blockquote".split(" ").map((name) => name.toUpperCase()),
);
/** Elements whose contents are not words. */
const SILENT = new Set(
  "script style template noscript iframe object embed title textarea select svg math"
    .split(" ")
    .map((name) => name.toUpperCase()),
);
const DEEPEST = 20;

interface Policy {
  createHTML(html: string): string;
}

let policy: Policy | undefined;

function inert(html: string): Document {
  const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
    .trustedTypes;
  policy ??= types?.createPolicy("bluephone", { createHTML: (raw) => raw }) ?? { createHTML: (raw) => raw };
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

/** An agent's HTML as nodes of an allow-list. */
export function Markup({ html }: { readonly html: string }) {
  return <>{children(inert(html).body, false, 0)}</>;
}

/** Plain words, literally, with their links alive. */
export function Plain({ text }: { readonly text: string }) {
  return <>{linkify(text).map((part) => (typeof part === "string" ? part : link(part.href, part.shown)))}</>;
}

/** `literal`: inside a link or code, where addresses are not made into links. */
function children(parent: Node, literal: boolean, depth: number): ComponentChildren[] {
  if (depth > DEEPEST) return [parent.textContent];
  return [...parent.childNodes].map((node) => drawn(node, literal, depth));
}

function drawn(node: Node, literal: boolean, depth: number): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.textContent ?? "";
    return literal ? text : <Plain text={text} />;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const element = node as Element;
  const name = element.nodeName.toUpperCase();
  if (SILENT.has(name)) return null;
  const href = name === "A" ? safeHref(element.getAttribute("href") ?? "") : null;
  const within = children(element, literal || href !== null || name === "CODE", depth + 1);
  if (href) return link(href, within);
  if (!DRAWN.has(name)) return within;
  if (name === "BR") return <br />;
  const start = name === "OL" ? Number.parseInt(element.getAttribute("start") ?? "1", 10) : 1;
  return createElement(name.toLowerCase(), start === 1 ? {} : { start }, within);
}

function link(href: string, words: ComponentChildren) {
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  );
}
