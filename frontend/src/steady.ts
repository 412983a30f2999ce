/**
 * The browser's storage, with a copy that is on the disk at once.
 *
 * Browsers write localStorage to the disk when they find the time (Chromium five seconds after the first word, then once
 * a minute), and what was written since dies with the browser. The copy's commits are waited for; what comes during one
 * goes with the next. A mark that only grows tells, when a page begins, which of the two knows more.
 */

import { browserStorage } from "../../widget/src/link/outbox";

export type Changes = ReadonlyMap<string, string | null>;

export interface Copy {
  /** All of it. */
  read(): Promise<ReadonlyMap<string, string>>;
  /** Keeps texts by their names, and forgets what is null; done once that is on the disk. */
  write(changes: Changes): Promise<void>;
}

const OURS = "bluephone/console/";
const MARK = `${OURS}mark`;
/** A page that begins waits for its copy no longer than this. */
const PATIENCE_MS = 1_000;

export class Steady {
  #changes = new Map<string, string | null>();
  #writing = false;

  constructor(
    private readonly copy: Copy,
    private readonly front: () => Storage | null = browserStorage,
    private readonly now: () => number = Date.now,
  ) {}

  get length(): number {
    return this.#storage.length;
  }

  key(at: number): string | null {
    return this.#storage.key(at);
  }

  getItem(name: string): string | null {
    return this.#storage.getItem(name);
  }

  setItem(name: string, text: string): void {
    this.#storage.setItem(name, text);
    this.#keep(name, text);
  }

  removeItem(name: string): void {
    this.#storage.removeItem(name);
    this.#keep(name, null);
  }

  /** Puts back what the storage had no time to write before the browser died. Never throws, and never takes long. */
  async restore(): Promise<void> {
    const patience = new Promise<null>((done) => setTimeout(done, PATIENCE_MS, null));
    try {
      const found = await Promise.race([this.copy.read(), patience]);
      if (found) this.#agree(found);
    } catch {
      // Without a copy, or with a storage that is full, the page has what it has.
    }
  }

  #agree(found: ReadonlyMap<string, string>): void {
    const front = this.#storage;
    const known = new Map(Object.entries(front).filter(([name]) => name.startsWith(OURS)));
    const copied = Number(found.get(MARK) ?? 0) > Number(known.get(MARK) ?? 0);
    const [right, wrong] = copied ? [found, known] : [known, found];
    for (const name of new Set([...found.keys(), ...known.keys()])) {
      const text = right.get(name) ?? null;
      if (text === (wrong.get(name) ?? null)) continue;
      if (!copied) this.#changes.set(name, text);
      else if (text === null) front.removeItem(name);
      else front.setItem(name, text);
    }
    this.#write();
  }

  get #storage(): Storage {
    const storage = this.front();
    if (!storage) throw new Error("no storage");
    return storage;
  }

  #keep(name: string, text: string | null): void {
    if (!name.startsWith(OURS)) return;
    const mark = String(Math.max(this.now(), Number(this.getItem(MARK)) + 1));
    this.#changes.set(name, text).set(MARK, mark);
    this.#write();
    this.#storage.setItem(MARK, mark);
  }

  #write(): void {
    if (this.#writing || !this.#changes.size) return;
    const changes = this.#changes;
    this.#changes = new Map();
    this.#writing = true;
    const written = () => {
      this.#writing = false;
      this.#write();
    };
    // Where there is no copy, the storage alone is what it always was.
    this.copy.write(changes).then(written, written);
  }
}
