/**
 * Which way a line goes: a WebSocket, or a stream where WebSockets are blocked.
 *
 * Blocked are they if two in a row end before a word was heard, while plain requests are answered: a server that is down
 * answers neither. That stays so while the page lives; but a dial after ten minutes, or on another network, tries
 * a WebSocket once.
 */
import type { Line, Ports } from "./ports";

const MUTE = 2;
const AGAIN_MS = 600_000;

export class Way {
  #mute = 0;
  #heard = false;
  #streaming = false;
  #stream: ((url: string) => Line) | null = null;
  /** Until when streams are taken without asking. */
  #until = 0;
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  dial(url: string): Line {
    this.#heard = false;
    this.#streaming = this.#ports.now() < this.#until;
    return this.#streaming && this.#stream ? this.#stream(url) : this.#ports.socket(url);
  }

  /** What was dialled is free: a word came. */
  heard(): void {
    this.#heard = true;
    if (!this.#streaming) this.#mute = 0;
  }

  /** What was dialled is over. */
  lost(): void {
    if (this.#heard) return;
    if (this.#streaming) this.elsewhere();
    else if (++this.#mute >= MUTE)
      this.#ports.stream().then(
        (stream) => {
          this.#stream = stream;
          this.#until = this.#ports.now() + AGAIN_MS;
        },
        () => {},
      );
  }

  /** Another network may block other things. */
  elsewhere(): void {
    this.#until = 0;
  }
}
