/**
 * The script the owner pastes. It puts a launcher on the page and, on intent, the panel in a frame. Before that it asks
 * the network for nothing; it leaves one global, `Bluephone`, and touches nothing else of the page.
 */
import type { ToHost } from "../post";
import { type Frame, frame } from "./frame";
import { launch } from "./launcher";
import { complain, readTag } from "./tag";

declare global {
  interface Window {
    Bluephone?: { open(): void; close(): void };
  }
}

/** What we remember on the owner's page: a conversation goes on, or it does and the peek was put away. */
type Memory = "ongoing" | "quiet" | null;

function start(script: HTMLScriptElement): void {
  const tag = readTag(script);
  const slot = `bluephone/${tag.key}`;
  let panel: Frame | undefined;
  let shown = false;
  let memory: Memory = null;
  try {
    memory = localStorage.getItem(slot) as Memory;
  } catch {
    // Storage is switched off: nothing is remembered here.
  }
  const remember = (next: Memory) => {
    memory = next;
    try {
      if (next) localStorage.setItem(slot, next);
      else localStorage.removeItem(slot);
    } catch {
      // As above.
    }
  };

  /** Where the panel covers the whole page, as in the style. Then nothing of the page takes the focus. */
  const narrow = matchMedia("(max-width:479px)");
  let covered: { inert?: boolean } = {};
  const cover = () => {
    covered.inert = false;
    covered = (shown && narrow.matches && document.querySelector<HTMLElement>("body:not([inert])")) || {};
    covered.inert = true;
  };
  narrow.onchange = cover;

  const show = (next: boolean) => {
    load();
    shown = next;
    launcher.opened(next);
    cover();
    panel?.element.classList.toggle("on", next);
    if (next) {
      if (memory) remember("ongoing");
      panel?.element.focus();
    }
    panel?.tell({ type: "shown", shown });
  };
  const heard = (message: ToHost) => {
    if (message.type === "ready") panel?.tell({ type: "shown", shown });
    if (message.type === "here") launcher.here(message.here);
    if (message.type === "unread") launcher.unread(message.count, message.last);
    if (message.type === "ongoing") remember(message.ongoing ? (memory ?? "ongoing") : null);
    if (message.type === "close") {
      show(false);
      launcher.bell.focus();
    }
  };
  const load = () => {
    if (panel) return;
    panel = frame(tag, heard, () => {
      complain(tag, "framing_refused");
      show(false);
      launcher.bell.onclick = () => open(`${tag.base}/talk/${tag.key}`, "_blank", "noopener");
    });
    launcher.root.append(panel.element);
  };
  const launcher = launch(
    tag,
    () => show(true),
    () => shown || memory === "quiet",
    () => remember("quiet"),
  );
  launcher.bell.onpointerenter = launcher.bell.onpointerdown = launcher.bell.onfocus = load;
  if (memory) (self.requestIdleCallback ?? setTimeout)(load);
  if (!tag.site) complain(tag, "origin_not_allowed");
  window.Bluephone = { open: () => show(true), close: () => shown && show(false) };
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.Bluephone) start(script);
