/** Small things this browser remembers. Where it keeps nothing they live in memory, and `lasting` says so. */

import { browserStorage } from "../../widget/src/link/outbox";

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Keeping {
  lasting: boolean;
  private readonly memory = new Map<string, string>();

  constructor(private readonly storage: Shelf | null = browserStorage()) {
    this.lasting = storage !== null;
  }

  get(name: string): string | null {
    try {
      return this.memory.get(name) ?? this.storage?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }

  /** Keeps the text; an empty one is forgotten. */
  set(name: string, text: string): void {
    this.memory.delete(name);
    try {
      if (!this.storage) throw new Error("no storage");
      if (text === "") this.storage.removeItem(name);
      else this.storage.setItem(name, text);
    } catch {
      this.lasting = false;
      if (text !== "") this.memory.set(name, text);
    }
  }
}

export const kept = new Keeping();
