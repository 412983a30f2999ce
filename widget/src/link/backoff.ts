const FIRST_MS = 1_000;
const CAP_MS = 15_000;

/**
 * How long to wait before try number `tries` (0 is the first): full jitter under a doubling, capped ceiling.
 * The whole range is random, so that ten thousand panels do not come back in the same second; and it is no shorter
 * than `least`, which a server with too many of them asks for.
 */
export function backoff(tries: number, random: () => number, least = 0): number {
  return random() * Math.max(least, Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(tries, 10)));
}
