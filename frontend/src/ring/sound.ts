/** Whether the bell can be heard, and the first gesture that lets it. */

import { useEffect, useState } from "preact/hooks";
import type { Bell } from "./bell";

/** True once a gesture has unlocked the sound. Any click or key does. */
export function useUnlocked(bell: Bell): boolean {
  const [ready, setReady] = useState(bell.ready);
  useEffect(() => {
    const unlock = () => {
      void bell.unlock().then(() => setReady(bell.ready));
    };
    // A page that was already clicked before it was loaded anew may sound at once.
    if (navigator.userActivation?.hasBeenActive) unlock();
    addEventListener("pointerdown", unlock);
    addEventListener("keydown", unlock);
    return () => {
      removeEventListener("pointerdown", unlock);
      removeEventListener("keydown", unlock);
    };
  }, [bell]);
  return ready;
}
