/** A copy of what a page keeps, in IndexedDB: whose commits can be waited for until they are on the disk. */

import { type Copy, FORGOTTEN_MS, type Kept } from "./steady";

const NAME = "bluephone/console";
const KEPT = "kept";

export class Disk implements Copy {
  #open: Promise<IDBDatabase> | null = null;

  async read(): Promise<ReadonlyMap<string, Kept>> {
    const store = (await this.#database()).transaction(KEPT, "readwrite").objectStore(KEPT);
    const [names, kept] = await Promise.all([done(store.getAllKeys()), done<Kept[]>(store.getAll())]);
    const found = new Map(names.map((name, at) => [String(name), kept[at] as Kept]));
    for (const [name, { text, mark }] of found)
      if (text === null && Date.now() - mark > FORGOTTEN_MS) store.delete(name);
    return found;
  }

  async write(changes: ReadonlyMap<string, Kept>): Promise<void> {
    const writing = (await this.#database()).transaction(KEPT, "readwrite", { durability: "strict" });
    const store = writing.objectStore(KEPT);
    for (const [name, kept] of changes) {
      const before: IDBRequest<Kept | undefined> = store.get(name);
      before.onsuccess = () => {
        if ((before.result?.mark ?? 0) < kept.mark) store.put(kept, name);
      };
    }
    await new Promise<void>((resolve, reject) => {
      writing.oncomplete = () => resolve();
      writing.onabort = () => reject(writing.error);
    });
  }

  async #database(): Promise<IDBDatabase> {
    this.#open ??= opened();
    try {
      const database = await this.#open;
      database.onclose = () => this.#shut(database);
      database.onversionchange = () => this.#shut(database);
      return database;
    } catch (error) {
      this.#open = null;
      throw error;
    }
  }

  /** A page of another version wants it, or the browser took it away. The next word opens it anew. */
  #shut(database: IDBDatabase): void {
    database.close();
    this.#open = null;
  }
}

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(KEPT);
  return done(opening);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
