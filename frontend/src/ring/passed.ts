/** "Not now", as this screen remembers it: for a ring, and only until that ring is over. */

import { useEffect, useState } from "preact/hooks";
import type { Ring } from "./rings";

interface Passed {
  readonly has: (ring: Ring) => boolean;
  readonly add: (ring: Ring) => void;
}

/** `all`: everything that rings, as far as is known. What rings again under the same name is another ring. */
export function usePassed(all: readonly Ring[]): Passed {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const over = [...names].filter((name) => !all.some((ring) => ring.name === name)).join(" ");
  useEffect(() => {
    if (over) setNames((known) => new Set([...known].filter((name) => !over.split(" ").includes(name))));
  }, [over]);
  return {
    has: ({ name }) => names.has(name),
    add: ({ name }) => setNames((known) => new Set(known).add(name)),
  };
}
