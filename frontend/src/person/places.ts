/** A visitor's language and clock, from the tags their browser gave. What we cannot read is shown as it came, or not at all. */

export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(["en-GB"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function localTime(zone: string, now: number): string | null {
  try {
    const time = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "numeric",
      minute: "2-digit",
    }).format(now);
    const place = zone.split("/").at(-1)?.replaceAll("_", " ");
    return place ? `${time}, ${place}` : time;
  } catch {
    return null;
  }
}
