/** The key of the link: it stands after the #, which no browser sends, and leaves the address bar at once. */

const KEPT = "bluephone/with";

type Place = Pick<Location, "hash" | "pathname">;
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Key {
  /** Kept in this tab alone, so that a reload still opens the conversation. */
  constructor(
    private readonly place: Place = location,
    private readonly past: Pick<History, "replaceState"> = history,
    private readonly shelf: Shelf | null = tabStorage(),
  ) {}

  /** The key that was just followed, or the one this tab has; null for none. */
  read(): string | null {
    const come = this.place.hash.slice(1);
    if (!come) return this.shelf?.getItem(KEPT) ?? null;
    this.past.replaceState(null, "", this.place.pathname);
    this.shelf?.setItem(KEPT, come);
    return come;
  }

  /** One that opens nothing any more is thrown away. */
  forget(): void {
    this.shelf?.removeItem(KEPT);
  }
}

/** The tab's storage, or null where even touching it throws. */
function tabStorage(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** What sets apart what this browser keeps for this link. It is a small part of the key: too little to come in by. */
export function nameOf(key: string): string {
  return key.slice(0, 10);
}
