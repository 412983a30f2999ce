import { browserStorage } from "../link/outbox";

type Drawer = "token" | "draft" | "departure";

/** The few things the panel keeps between visits, each under a key of its own; in memory where storage throws. */
export class Vault {
  private readonly memory = new Map<Drawer, string>();

  /** `name` sets this vault apart from others in the same storage. */
  constructor(
    private readonly name: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null = browserStorage(),
  ) {}

  get(drawer: Drawer): string | null {
    try {
      return this.storage?.getItem(this.key(drawer)) ?? this.memory.get(drawer) ?? null;
    } catch {
      return this.memory.get(drawer) ?? null;
    }
  }

  set(drawer: Drawer, value: string | null): void {
    if (value === null) this.memory.delete(drawer);
    else this.memory.set(drawer, value);
    try {
      if (value === null) this.storage?.removeItem(this.key(drawer));
      else this.storage?.setItem(this.key(drawer), value);
    } catch {
      // Memory has it until the page goes.
    }
  }

  key(drawer: Drawer): string {
    return `${this.name}/${drawer}`;
  }
}
