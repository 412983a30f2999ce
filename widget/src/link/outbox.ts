/**
 * What was said and is not yet known to be durable, kept over reloads.
 *
 * Every command has a key of its own in the browser's storage, so two tabs that share the storage never overwrite
 * each other, and either may send what the other left behind: the server knows a command by its client id and
 * keeps it once. The storage is the truth, and is read anew each time; what could not be written there is kept
 * in memory, and `lasting` says so.
 */

export interface Command {
  readonly id: string;
}

export interface Kept<C extends Command> {
  readonly command: C;
  /** When it was put here, by our clock; also its place in the order. */
  readonly at: number;
  /** The server's refusal, if it refused: kept for its author to mend, and not sent by itself again. */
  readonly refused: string | null;
}

type Shelf = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

/** The browser's storage, or null where even touching it throws (a framed page with storage switched off). */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export class Outbox<C extends Command> {
  /** False once something could not be written to the storage: it will not survive a reload. */
  lasting: boolean;
  readonly #name: string;
  readonly #storage: Shelf | null;
  readonly #now: () => number;
  readonly #memory = new Map<string, Kept<C>>();
  #last = 0;

  /** `name` sets this outbox apart from others in the same storage, for example `bluephone/SITE`. */
  constructor(name: string, storage: Shelf | null = browserStorage(), now: () => number = Date.now) {
    this.#name = name;
    this.#storage = storage;
    this.#now = now;
    this.lasting = storage !== null;
  }

  /** Everything kept, in the order it was put. */
  items(): Kept<C>[] {
    const found = new Map(this.#memory);
    for (const key of this.#keys()) {
      const kept = this.#read(key);
      if (kept) found.set(kept.command.id, kept);
    }
    return [...found.values()].sort((a, b) => a.at - b.at);
  }

  /** What should go out: not refused, and put at least `age` milliseconds ago by a clock that may have been set back. */
  due(age = 0): Kept<C>[] {
    return this.items().filter(
      ({ at, refused }) => !refused && (age === 0 || Math.abs(this.#now() - at) >= age),
    );
  }

  find(id: string): Kept<C> | undefined {
    return this.#memory.get(id) ?? this.#read(this.#key(id));
  }

  put(command: C): void {
    this.#last = Math.max(this.#now(), this.#last + 1);
    this.#write({ command, at: this.#last, refused: null });
  }

  /** The server has it for good. */
  settle(id: string): void {
    this.#memory.delete(id);
    try {
      this.#storage?.removeItem(this.#key(id));
    } catch {
      // It stays and is sent once more, which is harmless.
    }
  }

  /** The server refused it. It is kept, with the reason, until `again` or `settle`. */
  refuse(id: string, why: string): void {
    const kept = this.find(id);
    if (kept) this.#write({ ...kept, refused: why });
  }

  /** Changes what is kept under `id`, and lets it go out again. */
  again(id: string, mended: (command: C) => C = (command) => command): void {
    const kept = this.find(id);
    if (kept) this.#write({ ...kept, command: mended(kept.command), refused: null });
  }

  /** Whether a `storage` event is about this outbox: another tab put or settled something. */
  concerns(key: string | null): boolean {
    return key === null || key.startsWith(this.#key(""));
  }

  #key(id: string): string {
    return `${this.#name}/out/${id}`;
  }

  #keys(): string[] {
    try {
      const all = Array.from({ length: this.#storage?.length ?? 0 }, (_, i) => this.#storage?.key(i) ?? "");
      return all.filter((key) => key.startsWith(this.#key("")));
    } catch {
      return [];
    }
  }

  #read(key: string): Kept<C> | undefined {
    try {
      const kept = JSON.parse(this.#storage?.getItem(key) ?? "null");
      return kept && typeof kept.command?.id === "string" && typeof kept.at === "number" ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  #write(kept: Kept<C>): void {
    try {
      if (!this.#storage) throw new Error("no storage");
      this.#storage.setItem(this.#key(kept.command.id), JSON.stringify(kept));
      this.#memory.delete(kept.command.id);
    } catch {
      this.lasting = false;
      this.#memory.set(kept.command.id, kept);
    }
  }
}
