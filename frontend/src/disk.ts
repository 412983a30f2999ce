/** A copy of what a page keeps, in IndexedDB: whose commits can be waited for until they are on the disk. */

import type { Changes, Copy } from "./steady";

const NAME = "bluephone/console";
const KEPT = "kept";

export class Disk implements Copy {
  #open: Promise<IDBDatabase> | null = null;

  async read(): Promise<ReadonlyMap<string, string>> {
    const store = (await this.#database()).transaction(KEPT).objectStore(KEPT);
    const [names, texts] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return new Map(names.map((name, at) => [String(name), String(texts[at])]));
  }

  async write(changes: Changes): Promise<void> {
    const writing = (await this.#database()).transaction(KEPT, "readwrite", { durability: "strict" });
    const store = writing.objectStore(KEPT);
    for (const [name, text] of changes) {
      if (text === null) store.delete(name);
      else store.put(text, name);
    }
    await new Promise<void>((resolve, reject) => {
      writing.oncomplete = () => resolve();
      writing.onabort = () => reject(writing.error);
    });
  }

  #database(): Promise<IDBDatabase> {
    this.#open ??= (async () => {
      const opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(KEPT);
      return await done(opening);
    })();
    return this.#open;
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
