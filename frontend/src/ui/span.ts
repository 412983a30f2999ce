/** How long somebody has waited, as a sentence says it: "40 seconds", "6 minutes", "1 hour". */
export function longSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return unit(seconds, "second");
  if (seconds < 3_600) return unit(Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return unit(Math.floor(seconds / 3_600), "hour");
  return unit(Math.floor(seconds / 86_400), "day");
}

function unit(n: number, name: string): string {
  return `${n} ${name}${n === 1 ? "" : "s"}`;
}
