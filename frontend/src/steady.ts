/**
 * The browser's storage, with a copy that is on the disk at once.
 *
 * Browsers write localStorage to the disk when they find the time (Chromium five seconds after the first word, then once
 * a minute), and what was written since dies with the browser. The copy's commits are waited for; what comes during one
 * goes with the next. Each name has a mark that only grows, in the storage and in the copy: when a page begins, the copy
 * is believed where it knows more, name by name, and nowhere else.
 */

import { browserStorage } from "../../widget/src/link/outbox";

/** What was last kept under a name; null: it was forgotten. */
export interface Kept {
  readonly text: string | null;
  readonly mark: number;
}

export interface Copy {
  read(): Promise<ReadonlyMap<string, Kept>>;
  /** Done once it is on the disk. What the copy has with a greater mark stays. */
  write(changes: ReadonlyMap<string, Kept>): Promise<void>;
}

const OURS = "bluephone/console/";
const MARKS = `${OURS}marks`;
/** A page that begins waits for its copy no longer than this. */
const PATIENCE_MS = 1_000;
/** By then every browser has written down that something was forgotten. */
export const FORGOTTEN_MS = 600_000;

export class Steady {
  #changes = new Map<string, Kept>();
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
    const restored = this.copy.read().then((found) => this.#agree(found));
    const patience = new Promise<void>((done) => setTimeout(done, PATIENCE_MS));
    // Without a copy, or with a storage that is full, the page has what it has.
    await Promise.race([restored.catch(() => undefined), patience]);
  }

  #agree(found: ReadonlyMap<string, Kept>): void {
    const front = this.#storage;
    const marks = this.#marks();
    for (const [name, { text, mark }] of found) {
      if (mark <= (marks[name] ?? 0)) continue;
      if (text === null) front.removeItem(name);
      else front.setItem(name, text);
      marks[name] = mark;
    }
    front.setItem(MARKS, JSON.stringify(marks));
  }

  get #storage(): Storage {
    const storage = this.front();
    if (!storage) throw new Error("no storage");
    return storage;
  }

  #marks(): Record<string, number> {
    return JSON.parse(this.#storage.getItem(MARKS) ?? "{}");
  }

  #keep(name: string, text: string | null): void {
    if (!name.startsWith(OURS)) return;
    const marks = this.#marks();
    const mark = Math.max(this.now(), (marks[name] ?? 0) + 1);
    marks[name] = mark;
    if (text === null) {
      for (const each of Object.keys(marks))
        if (mark - (marks[each] ?? 0) > FORGOTTEN_MS && this.getItem(each) === null) delete marks[each];
    }
    this.#changes.set(name, { text, mark });
    this.#write();
    this.#storage.setItem(MARKS, JSON.stringify(marks));
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#changes.size) {
      const changes = this.#changes;
      this.#changes = new Map();
      try {
        await this.copy.write(changes);
      } catch {
        // The storage alone is then what it always was. They are tried again with the next.
        this.#changes = new Map([...changes, ...this.#changes]);
        break;
      }
    }
    this.#writing = false;
  }
}
