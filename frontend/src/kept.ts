/** Small things this browser remembers. Where it keeps nothing they live in memory, and `lasting` says so. */

import { browserStorage } from "../../widget/src/link/outbox";
import { Disk } from "./disk";
import { Steady } from "./steady";

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const steady = new Steady(new Disk());

/** Where words are kept that must outlive the page and the browser; null where this browser keeps nothing. */
export function steadyStorage(): Steady | null {
  return browserStorage() && steady;
}

export class Keeping {
  lasting: boolean;
  private readonly memory = new Map<string, string>();

  constructor(private readonly storage: Shelf | null = steadyStorage()) {
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
