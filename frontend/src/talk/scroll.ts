/** The log never scrolls under a reader: it follows new words only for one who stands at its end. */

import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Pixels from the end that still count as the end. */
const NEAR = 48;

interface Scroll {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  /** Entries that came since the reader last stood at the end. */
  readonly below: number;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
}

/** `first`, `head`: the seqs held. `own`: how many words of my own are unsent; writing them takes one to the end. */
export function useScroll(first: number, head: number, own: number): Scroll {
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const seen = useRef(head);
  const last = useRef({ first, own, height: 0 });
  const toEnd = useCallback(() => {
    const box = log.current;
    if (box) box.scrollTop = box.scrollHeight;
    setAtEnd(true);
  }, []);
  const onScroll = () => {
    const box = log.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR);
  };
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const { first: before, own: mine, height } = last.current;
    if (own > mine || atEnd) box.scrollTop = box.scrollHeight;
    // Older words came in above: what was being read stays where it is.
    else if (first < before) box.scrollTop += box.scrollHeight - height;
    last.current = { first, own, height: box.scrollHeight };
  });
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      if (atEnd) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [atEnd]);
  if (atEnd) seen.current = head;
  return { log, atEnd, below: Math.max(0, head - seen.current), toEnd, onScroll };
}
