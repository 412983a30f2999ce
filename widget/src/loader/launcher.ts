/** The launcher and the peek: all that stands on the owner's page before somebody asks for more. */
import type { LastWords } from "../post";
import { CSS } from "./style";
import type { Tag } from "./tag";

const BOW = "M4.7 12.6C5.1 9 7.7 7.3 12 7.3s6.9 1.7 7.3 5.3";
const REST =
  "M8.9 13.2h6.2c.5 0 .9.3 1.2.7l3.5 6a.8.8 0 0 1-.7 1.2H4.9a.8.8 0 0 1-.7-1.2l3.5-6c.3-.4.7-.7 1.2-.7";
const LIFTED = "translate(12 12)scale(1.13)rotate(225)translate(-12-12)";
const EARS = "m3.18 12.76 3.39.29-.16 1.89-3.39-.29zM17.43 13.05l3.39-.29.16 1.89-3.39.29z";

export interface Launcher {
  /** Closed: the page cannot reach in, by style or by script. */
  readonly root: ShadowRoot;
  readonly bell: HTMLButtonElement;
  here(here: boolean): void;
  unread(count: number, last: LastWords | null): void;
  /** Whether the panel stands in the launcher's place. */
  opened(opened: boolean): void;
}

/** `quiet`: the peek was put away, and does not come back by itself. */
export function launch(tag: Tag, open: () => void, quiet: () => boolean, hush: () => void): Launcher {
  const host = make("div");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const { hue = 256, chroma = 0.175 } = tag.site ?? {};
  host.style.cssText = `--h:${hue};--c:${chroma}`;
  host.dir = getComputedStyle(document.documentElement).direction;

  const bell = make("button", "bell");
  const count = make("b");
  const peek = make("div", "peek");
  const [face, name, words, away] = [make("i"), make("b"), make("span"), make("button")];
  // While it is open the panel stands in its place.
  bell.ariaExpanded = "false";
  name.dir = words.dir = "auto";
  away.ariaLabel = "Put this away";
  away.append(drawing(18, path("m6 6 12 12m0-12L6 18", 2)));
  peek.append(face, name, words, away);
  bell.onclick = open;
  // Put away by a click within it, it is hidden before it hears of that click.
  peek.onclick = () => peek.hidden || open();
  away.onclick = () => {
    peek.hidden = true;
    hush();
    bell.focus();
  };
  root.append(peek, bell);

  // Who is not told of anybody claims nobody.
  let somebody = !!tag.site?.here;
  let label = "";
  const draw = () => {
    bell.className = somebody ? "bell here" : "bell";
    bell.ariaLabel = (somebody ? "Talk to us" : "Leave a message") + label;
    bell.replaceChildren(phone(somebody), count);
  };
  const launcher: Launcher = {
    root,
    bell,
    here(here) {
      somebody = here;
      draw();
    },
    unread(number, last) {
      count.hidden = !number;
      count.textContent = `${number}`;
      label = number ? `, ${number} new` : "";
      peek.hidden = !last || quiet();
      if (last) {
        face.textContent = last.letters;
        face.style.cssText = last.face;
        name.textContent = last.name;
        words.textContent = last.words;
      }
      draw();
    },
    opened(opened) {
      bell.hidden = opened || tag.hidden;
      if (opened) peek.hidden = true;
    },
  };
  launcher.opened(false);
  launcher.unread(0, null);
  // Beside the body, not in it: pages that swap their body keep their launcher.
  document.documentElement.append(host);
  return launcher;
}

function make<K extends keyof HTMLElementTagNameMap>(name: K, kind = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = kind;
  return element;
}

/** A path, filled, and with `width` drawn as a line around. */
function path(d: string, width: number, fill = "currentColor"): SVGElement {
  return svg("path", { d, "stroke-width": width, fill });
}

function svg(name: string, attributes: Record<string, string | number>, ...parts: SVGElement[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
  for (const key in attributes) element.setAttribute(key, attributes[key] as string);
  element.append(...parts);
  return element;
}

/** A drawing on a grid of 24 units, `width` pixels wide. */
function drawing(width: number, ...parts: SVGElement[]): SVGElement {
  return svg("svg", { viewBox: "0 0 24 24", width }, ...parts);
}

/** The handset, lifted while somebody is here, else on its rest. */
function phone(lifted: boolean): SVGElement {
  const handset = svg(
    "g",
    { transform: lifted ? LIFTED : "translate(0 -2)" },
    path(BOW, 3.6, "none"),
    path(EARS, 3.2),
  );
  return drawing(30, handset, path(lifted ? "" : REST, 0));
}
