/** What a line needs of those whose line it is, and what both sides of the wire have in common. */
import type { Failed, Moving, Refused } from "../wire/wire";
import type { Command, Outbox } from "./outbox";
import type { Ports } from "./ports";

export interface Wiring<C extends { readonly type: string }, E extends { readonly type: string }> {
  readonly url: string;
  /** The first command on every socket. */
  readonly hello: () => C;
  readonly outbox: Outbox<Extract<C, Command>>;
  /** Ids of commands that this event proves durable. */
  readonly settles: (event: E) => readonly string[];
  /** Every event, before the outbox lets go of what it settles, and before anything is sent because of it. */
  readonly heard: (event: E) => void;
  /** The state or the outbox changed. */
  readonly changed: () => void;
  readonly ports?: Partial<Ports>;
}

export type Common =
  | { readonly type: "welcome"; readonly limits: { readonly beat_ms: number } }
  | { readonly type: "beat"; readonly n: number }
  | Moving
  | Refused
  | Failed
  | { readonly type: "" };
