/** Whether a hand is over the list: from the pointer's coming until it leaves, or has rested a while. */

import { useEffect, useRef, useState } from "preact/hooks";

const REST_MS = 4_000;

interface Held {
  readonly held: boolean;
  readonly on: {
    readonly onPointerMove: () => void;
    readonly onPointerDown: () => void;
    readonly onPointerLeave: () => void;
  };
}

export function useHeld(): Held {
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const letGo = () => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(letGo, REST_MS);
    setHeld(true);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { held, on: { onPointerMove: hold, onPointerDown: hold, onPointerLeave: letGo } };
}
