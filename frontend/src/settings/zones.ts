/** The world's time zones, and what a clock shows in one. */

/** All that the browser knows, UTC, and the one that is set, should the browser not know it. */
export function zones(set: string): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", set])].sort();
}

/** "9:52", or nothing where the browser does not know the zone. */
export function timeIn(zone: string, now: number): string {
  try {
    const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "numeric", minute: "2-digit" });
    return time.format(now).replace(/^0(?=\d)/, "");
  } catch {
    return "";
  }
}
