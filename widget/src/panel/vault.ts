import { browserStorage } from "../link/outbox";

type Drawer = "token" | "draft" | "address" | "departure";
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The few things the panel keeps between visits, each under a key of its own; in memory where storage throws. */
export class Vault {
  readonly #name: string;
  readonly #storage: Shelf | null;
  readonly #memory = new Map<Drawer, string>();

  /** `name` sets this vault apart from others in the same storage. */
  constructor(name: string, storage: Shelf | null = browserStorage()) {
    this.#name = name;
    this.#storage = storage;
  }

  get(drawer: Drawer): string | null {
    try {
      return this.#storage?.getItem(this.key(drawer)) ?? this.#memory.get(drawer) ?? null;
    } catch {
      return this.#memory.get(drawer) ?? null;
    }
  }

  set(drawer: Drawer, value: string | null): void {
    this.#memory.delete(drawer);
    try {
      if (!this.#storage) throw new Error("no storage");
      if (value === null) this.#storage.removeItem(this.key(drawer));
      else this.#storage.setItem(this.key(drawer), value);
    } catch {
      // Memory has it until the page goes.
      if (value !== null) this.#memory.set(drawer, value);
    }
  }

  key(drawer: Drawer): string {
    return `${this.#name}/${drawer}`;
  }
}
