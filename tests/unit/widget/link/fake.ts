/** A socket, a clock and a page that obey the test. */
import type { Ports } from "../../../../widget/src/link/link";

export class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((end: { code: number }) => void) | null = null;
  readonly sent: { type: string; [field: string]: unknown }[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  /** The network did it. */
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  hears(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  ends(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export class World {
  readonly sockets: FakeSocket[] = [];
  time = 0;
  /** What the die shows. */
  chance = 0.5;
  #timers: { at: number; act: () => void }[] = [];
  #watchers = new Set<(what: "online" | "offline" | "visible") => void>();

  /** Whether plain requests are answered. */
  up = false;
  readonly streams: FakeSocket[] = [];

  readonly ports: Ports = {
    stream: async () => {
      if (!this.up) throw new Error("down");
      return () => {
        const stream = new FakeSocket();
        this.streams.push(stream);
        return stream as unknown as WebSocket;
      };
    },
    socket: () => {
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => this.chance,
    now: () => this.time,
    after: (ms, act) => {
      const timer = { at: this.time + ms, act };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      };
    },
    watch: (act) => {
      this.#watchers.add(act);
      return () => this.#watchers.delete(act);
    },
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("nobody dialled");
    return socket;
  }

  passes(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.time = due.at;
      due.act();
    }
    this.time = end;
  }

  notices(what: "online" | "offline" | "visible"): void {
    for (const act of this.#watchers) act(what);
  }
}

/** A storage that two tabs may share. */
export class Shelf {
  readonly #kept = new Map<string, string>();
  get length(): number {
    return this.#kept.size;
  }
  key(i: number): string | null {
    return [...this.#kept.keys()][i] ?? null;
  }
  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#kept.set(key, value);
  }
  removeItem(key: string): void {
    this.#kept.delete(key);
  }
  clear(): void {
    this.#kept.clear();
  }
}
