import type { VisitorFetch } from "../wire/wire";
import { missing, type State } from "./state";

/** What seems missing is often just behind: so long we wait before we ask. */
const PATIENCE_MS = 50;

/** Asks for entries that a lost or late hint left out, once for each place. */
export class Gap {
  readonly #ask: (command: VisitorFetch) => void;
  readonly #state: () => State;
  #asked: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(state: () => State, ask: (command: VisitorFetch) => void) {
    this.#state = state;
    this.#ask = ask;
  }

  /** To be called whenever the state changed. */
  look(): void {
    if (missing(this.#state()) === null) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const { talk } = this.#state();
      const after = missing(this.#state());
      if (!talk || after === null || after === this.#asked) return;
      this.#asked = after;
      this.#ask({ type: "fetch", conversation: talk.id, after });
    }, PATIENCE_MS);
  }

  /** An answer may have been lost: what is missing may be asked for again. */
  again(): void {
    this.#asked = null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
