/**
 * The line to the server: one WebSocket (or a stream, see way.ts) at a time, over which commands go and events come.
 *
 *   idle ──open()──▶ connecting ──welcome──▶ open ──`moving` event──▶ moving
 *                        ▲  │                 │                         │
 *                        │  └──── lost ───────┴──▶ dropped ◀──── lost ──┤
 *                        └──── after a random pause ──┘ └───────────────┘
 *   any ──close()──▶ idle            any ──a refusal that no retry mends──▶ refused
 *
 * Generic over both sides of the wire: it knows only what both have (hello, welcome, beat, moving, refused,
 * failed). The server sends the beat and we answer it, because hidden tabs throttle timers. A line silent for two
 * and a half beats is dead. Commands with an id go through the outbox: in order after each welcome, and again
 * when a beat finds them still unacknowledged.
 */
import type { Refused } from "../wire/wire";
import { CLOSING } from "../wire/wire";
import { backoff } from "./backoff";
import type { Command } from "./outbox";
import { type Line, PAGE, type Ports } from "./ports";
import { Way } from "./way";
import type { Common, Wiring } from "./wiring";

export type { Ports } from "./ports";
export type LinkState = "idle" | "connecting" | "open" | "dropped" | "moving" | "refused";

const BEAT_MS = 10_000;
const BEATS_OF_SILENCE = 2.5;
const TOO_FAST_MS = 2_000;
/** Refusals of a hello that no repetition mends. */
const FINAL: readonly string[] = ["unknown_site", "foreign_origin", "not_a_member", "signed_out"];

export class Link<C extends { readonly type: string }, E extends { readonly type: string }> {
  state: LinkState = "idle";
  /** Why the state is `refused`. */
  why: string | null = null;
  readonly #ports: Ports;
  readonly #way: Way;
  #socket: Line | null = null;
  #tries = 0;
  /** How long the server wants redials spread, who could not greet us. */
  #spreadMs = 0;
  #beatMs = BEAT_MS;
  #heardAt = 0;
  #stopRedial = () => {};
  #stopWatchdog = () => {};
  #stopRetry = () => {};
  #stopWatching = () => {};
  readonly #wiring: Wiring<C, E>;

  constructor(wiring: Wiring<C, E>) {
    this.#wiring = wiring;
    this.#ports = { ...PAGE, ...wiring.ports };
    this.#way = new Way(this.#ports);
  }

  /** Dials, and keeps redialling until `close`. */
  open(): void {
    if (this.state !== "idle" && this.state !== "refused") return;
    this.#stopWatching();
    this.#stopWatching = this.#ports.watch((what) => this.#noticed(what));
    this.#tries = 0;
    this.#dial();
  }

  close(): void {
    this.#stopWatching();
    this.#hangUp();
    this.#stand("idle");
  }

  /** Hangs up and dials at once: the way to a fresh welcome. */
  redial(): void {
    if (this.state !== "idle" && this.state !== "refused") this.#dial();
  }

  /** Says hello again on the same socket, after a refused one. */
  greet(): void {
    this.#transmit(this.#wiring.hello());
  }

  /** Sends what may be lost (typing, read, fetch). False when the line is down. */
  send(command: C): boolean {
    return (this.state === "open" || this.state === "moving") && this.#transmit(command);
  }

  /** Keeps the command until the server has it for good, and sends it as soon as the line allows. */
  post(command: Extract<C, Command>): void {
    this.#wiring.outbox.put(command);
    this.send(command);
    this.#wiring.changed();
  }

  /** Lets a refused command go out again, mended if need be. */
  again(id: string, mended?: (command: Extract<C, Command>) => Extract<C, Command>): void {
    this.#wiring.outbox.again(id, mended);
    const kept = this.#wiring.outbox.find(id);
    if (kept) this.send(kept.command);
    this.#wiring.changed();
  }

  #dial(): void {
    this.#hangUp();
    this.#stand("connecting");
    const socket = this.#way.dial(this.#wiring.url);
    this.#socket = socket;
    // A frame or a close of a socket we gave up is about a line that no longer exists.
    const current = (act: () => void) => {
      if (this.#socket === socket) act();
    };
    socket.onopen = () => current(() => this.greet());
    socket.onmessage = ({ data }) => {
      // An event a line. One of them may have ended this line.
      for (const event of String(data).split("\n")) current(() => this.#receive(event));
    };
    socket.onclose = (end) => current(() => this.#ended(end.code));
    this.#heardAt = this.#ports.now();
    this.#guard();
  }

  #receive(text: string): void {
    this.#heardAt = this.#ports.now();
    this.#way.heard();
    let event: E & Common;
    try {
      event = JSON.parse(text);
    } catch {
      return;
    }
    if (event.type === "refused") this.#refused(event);
    if (event.type === "welcome") {
      this.#beatMs = event.limits.beat_ms;
      this.#spreadMs = 0;
      this.#stand("open");
    }
    this.#wiring.heard(event);
    for (const id of this.#wiring.settles(event)) this.#wiring.outbox.settle(id);
    if (event.type === "welcome") this.#flush();
    if (event.type === "beat") this.#answer(event.n);
    if (event.type === "failed") this.#failed(event.retry_ms);
    if (event.type === "moving") this.#move(event.within_ms);
    this.#wiring.changed();
  }

  #answer(n: number): void {
    // Both unions have this answer; TypeScript cannot know it of a generic one.
    this.#transmit({ type: "beat", n } as unknown as C);
    this.#tries = 0;
    this.#flush(this.#beatMs);
  }

  #refused(event: Refused): void {
    if (event.code === "too_fast") this.#retryIn(TOO_FAST_MS);
    else if (event.about) this.#wiring.outbox.refuse(event.about, event.code);
    else if (this.state === "connecting" && FINAL.includes(event.code)) this.#giveUp(event.code);
  }

  #failed(retryMs: number): void {
    if (this.state === "connecting") this.#spreadMs = retryMs;
    this.#retryIn(retryMs);
  }

  #move(withinMs: number): void {
    this.#stand("moving");
    this.#redialIn(this.#ports.random() * withinMs);
  }

  #ended(code: number): void {
    const closing = Object.entries(CLOSING).find(([, known]) => known.code === code);
    if (closing && !closing[1].reconnect) this.#giveUp(closing[0]);
    else if (this.state === "moving") this.#unplug();
    else this.#lost();
  }

  #lost(): void {
    this.#way.lost();
    this.#unplug();
    this.#stand("dropped");
    this.#redialIn(backoff(this.#tries++, this.#ports.random, this.#spreadMs));
  }

  #giveUp(why: string): void {
    this.#hangUp();
    this.why = why;
    this.#stand("refused");
  }

  #noticed(what: "online" | "offline" | "visible"): void {
    if (this.state === "idle" || this.state === "refused") return;
    if (what === "online") this.#way.elsewhere();
    if (what === "offline") this.#lost();
    else if (what === "online" || this.state === "dropped" || this.#silent()) this.#dial();
  }

  #silent(): boolean {
    return this.#ports.now() - this.#heardAt >= BEATS_OF_SILENCE * this.#beatMs;
  }

  #guard(): void {
    this.#stopWatchdog();
    const left = this.#heardAt + BEATS_OF_SILENCE * this.#beatMs - this.#ports.now();
    this.#stopWatchdog = this.#ports.after(left, () => (this.#silent() ? this.#lost() : this.#guard()));
  }

  /** Sends what waits, in order; with `age`, only what has waited that long. */
  #flush(age = 0): void {
    for (const { command } of this.#wiring.outbox.due(age)) this.#transmit(command);
  }

  /** The server could not: say again what it has not taken, which before the welcome is the hello. */
  #retryIn(ms: number): void {
    this.#stopRetry();
    this.#stopRetry = this.#ports.after(ms, () =>
      this.state === "connecting" ? this.greet() : this.#flush(),
    );
  }

  #redialIn(ms: number): void {
    this.#stopRedial();
    this.#stopRedial = this.#ports.after(ms, () => this.#dial());
  }

  #transmit(command: C): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  #unplug(): void {
    this.#stopWatchdog();
    this.#stopRetry();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #hangUp(): void {
    this.#stopRedial();
    this.#unplug();
  }

  #stand(state: LinkState): void {
    if (state !== "refused") this.why = null;
    this.state = state;
    this.#wiring.changed();
  }
}
