/** The signs of a ring beyond the band: the bell, the title, and a notice of the desktop. */

import { useEffect, useRef } from "preact/hooks";
import * as words from "../words";
import type { Bell } from "./bell";
import type { Ring } from "./rings";

/** The bell rings while anything does. */
export function useBell(bell: Bell, rings: readonly Ring[], on: boolean): void {
  const loud = on && rings.length > 0;
  useEffect(() => {
    if (!loud) return;
    bell.ring();
    return () => bell.stop();
  }, [bell, loud]);
}

/** The title says who rings and changes back each second; else it says where one is. */
export function useTitle(place: string, rings: readonly Ring[]): void {
  const first = rings[0];
  const ringing = first ? words.ring.flash(rings.length, first.row.visitor.name) : null;
  useEffect(() => {
    document.title = ringing ?? place;
    if (ringing === null) return;
    let shown = true;
    const timer = setInterval(() => {
      shown = !shown;
      document.title = shown ? ringing : place;
    }, 1_000);
    return () => {
      clearInterval(timer);
      document.title = place;
    };
  }, [place, ringing]);
}

/** A notice of the desktop for each new ring, if it was allowed and nobody looks at this page. */
export function useNotices(rings: readonly Ring[], open: (ring: Ring) => void): void {
  const shown = useRef(new Map<string, Notification>());
  useEffect(() => {
    const now = new Set(rings.map((ring) => ring.name));
    for (const [name, notice] of shown.current) {
      if (now.has(name)) continue;
      notice.close();
      shown.current.delete(name);
    }
    if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.hasFocus())
      return;
    for (const ring of rings) {
      if (shown.current.has(ring.name)) continue;
      const notice = made(ring);
      if (!notice) continue;
      shown.current.set(ring.name, notice);
      notice.onclick = () => {
        window.focus();
        open(ring);
      };
    }
  }, [rings, open]);
}

function made({ name, row }: Ring): Notification | null {
  try {
    return new Notification(words.ring.notice(row.visitor.name), { body: row.last?.text ?? "", tag: name });
  } catch {
    // Some phones have notices only through a service worker.
    return null;
  }
}
