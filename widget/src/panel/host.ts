/** The page around the panel. Only our parent, at an origin the site allows, is heard or told anything. */
import type { ToHost, ToPanel } from "../post";

export interface Host {
  tell(message: ToHost): void;
  /** Calls `act` with each message; returns how to stop. */
  hear(act: (message: ToPanel) => void): () => void;
}

/** The page at `origin` that framed us; null where there is none to speak of. */
export function hostAt(origin: string | null): Host | null {
  if (origin === null || window.parent === window) return null;
  return {
    tell: (message) => window.parent.postMessage({ bluephone: message }, origin),
    hear: (act) => {
      const heard = (event: MessageEvent) => {
        if (event.source !== window.parent || event.origin !== origin) return;
        const message = event.data?.bluephone;
        if (typeof message?.type === "string") act(message);
      };
      addEventListener("message", heard);
      return () => removeEventListener("message", heard);
    },
  };
}
