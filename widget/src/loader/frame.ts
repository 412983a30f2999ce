/** The panel's frame, made on intent, and the talk with it: only its own window, at its own origin, is heard. */
import type { ToHost, ToPanel } from "../post";
import type { Tag } from "./tag";

/** A panel that has not said a word this long after its frame loaded was refused. */
const REFUSED_MS = 2_000;
const LOOK_MS = 1_000;

export interface Frame {
  readonly element: HTMLIFrameElement;
  tell(message: ToPanel): void;
}

export function frame(tag: Tag, heard: (message: ToHost) => void, refused: () => void): Frame {
  const element = document.createElement("iframe");
  let ready = false;
  let seen = "";
  element.title = "Talk to us";
  element.src = `${tag.base}/panel/${tag.key}#host=${location.origin}&here=${tag.site?.here}`;
  element.onload = () => setTimeout(() => ready || refused(), REFUSED_MS);

  const tell = (message: ToPanel) => {
    if (ready) element.contentWindow?.postMessage({ bluephone: message }, tag.base);
  };
  /** Pages that change without loading tell nobody, so we look; only once the panel is there. */
  const look = () => {
    const url = location.href;
    const { title } = document;
    if (url + title !== seen) tell({ type: "page", page: { url, title }, told: tag.told, team: tag.team });
    seen = url + title;
  };
  addEventListener("message", ({ source, origin, data }) => {
    const message: ToHost | undefined = data?.bluephone;
    if (source !== element.contentWindow || origin !== tag.base || !message) return;
    if (message.type === "ready") {
      ready = true;
      look();
      setInterval(look, LOOK_MS);
    }
    if (message.type === "height") element.style.height = message.height;
    heard(message);
  });
  return { element, tell };
}
