/** One clock for all that shows a wait: it ticks only while somebody looks. */

import { useEffect, useState } from "preact/hooks";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Now, to the given grain in milliseconds; draws anew when it moves on. */
export function useNow(grain = 1_000): number {
  const [now, set] = useState(() => Date.now());
  useEffect(
    () => listen(() => set((last) => (Date.now() - last >= grain - 50 ? Date.now() : last))),
    [grain],
  );
  return now;
}
