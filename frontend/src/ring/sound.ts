/** Whether the bell can be heard, and the first gesture that lets it. */

import { useEffect, useState } from "preact/hooks";
import type { Bell } from "./bell";

/** A moment after the gesture, so that what it was meant for is drawn first; it still counts as the gesture's. */
const AFTER_MS = 50;

/** True once a gesture has unlocked the sound. Any click or key does. */
export function useUnlocked(bell: Bell): boolean {
  const [ready, setReady] = useState(bell.ready);
  useEffect(() => {
    const unlock = () => {
      void bell.unlock().then(() => setReady(bell.ready));
    };
    // A page that was already clicked before it was loaded anew may sound at once.
    if (navigator.userActivation?.hasBeenActive) unlock();
    const gesture = () => {
      if (!bell.ready) setTimeout(unlock, AFTER_MS);
    };
    addEventListener("pointerdown", gesture);
    addEventListener("keydown", gesture);
    return () => {
      removeEventListener("pointerdown", gesture);
      removeEventListener("keydown", gesture);
    };
  }, [bell]);
  return ready;
}
