/** What an agent chose for this browser. */

import { useEffect, useState } from "preact/hooks";
import { kept } from "./kept";

export interface Prefs {
  readonly sound: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** Whether keys act without Alt. */
  readonly singleKeys: boolean;
}

const PLACE = "bluephone/console/prefs";
const FIRST: Prefs = { sound: true, volume: 0.7, singleKeys: true };
const listeners = new Set<() => void>();

export function readPrefs(): Prefs {
  try {
    const found = JSON.parse(kept.get(PLACE) ?? "{}") as Partial<Prefs>;
    return {
      sound: typeof found.sound === "boolean" ? found.sound : FIRST.sound,
      volume: typeof found.volume === "number" ? Math.min(1, Math.max(0, found.volume)) : FIRST.volume,
      singleKeys: typeof found.singleKeys === "boolean" ? found.singleKeys : FIRST.singleKeys,
    };
  } catch {
    return FIRST;
  }
}

export function changePrefs(change: Partial<Prefs>): void {
  kept.set(PLACE, JSON.stringify({ ...readPrefs(), ...change }));
  for (const listener of listeners) listener();
}

export function usePrefs(): Prefs {
  const [prefs, set] = useState(readPrefs);
  useEffect(() => {
    const listen = () => set(readPrefs());
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
    };
  }, []);
  return prefs;
}
