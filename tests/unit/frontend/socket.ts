/** A socket and a clock that obey, and a storage that may refuse. */

import { Seat } from "../../../frontend/src/desk/seat";
import type { AgentCommand, AgentEvent, AgentWelcome } from "../../../widget/src/wire/wire";
import { welcome } from "./people";

class FakeSocket {
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly said: AgentCommand[] = [];

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(code = 1000): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  hears(event: AgentEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  /** The commands of that kind, without the beat's answers. */
  of<T extends AgentCommand["type"]>(type: T): Extract<AgentCommand, { type: T }>[] {
    return this.said.filter((command) => command.type === type) as Extract<AgentCommand, { type: T }>[];
  }
}

export interface Sat {
  readonly seat: Seat;
  /** The newest socket. */
  readonly socket: () => FakeSocket;
  /** Dials anew, and is welcomed. */
  readonly redial: (as?: AgentWelcome) => void;
}

/** A seat whose line is open. */
export function sit(as: AgentWelcome = welcome(), person = "user-0001"): Sat {
  const sockets: FakeSocket[] = [];
  const waiting: (() => void)[] = [];
  const seat = new Seat(as.site, person, "ws://localhost/ws/v1/agent", {
    socket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 0,
    now: () => 0,
    after: (_, act) => {
      waiting.push(act);
      return () => waiting.splice(waiting.indexOf(act), 1);
    },
    watch: () => () => {},
  });
  const socket = () => sockets.at(-1) as FakeSocket;
  const greet = (event: AgentWelcome) => {
    socket().onopen?.();
    socket().hears(event);
  };
  seat.start();
  greet(as);
  return {
    seat,
    socket,
    redial: (event = as) => {
      waiting.pop()?.();
      greet(event);
    },
  };
}

/** Lets what was told in this turn be drawn. */
export async function turn(): Promise<void> {
  await new Promise((done) => setTimeout(done, 0));
}
