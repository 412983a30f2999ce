/** The socket to the one conversation, with the face of an agent's: the link above it cannot tell the difference. */

import type { AgentEvent, InsiderEvent } from "../../../widget/src/wire/wire";
import { heard, type Invitation, said } from "./translate";

/** What is known of the invitation, wherever it came in; `left`: its reader said that they leave. */
export interface Known {
  invitation: Invitation | null;
  left: boolean;
}

export class Line {
  onopen: (() => void) | null = null;
  onmessage: ((message: { readonly data: string }) => void) | null = null;
  onclose: ((end: { readonly code: number }) => void) | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly key: string,
    private readonly known: Known,
  ) {
    socket.onopen = () => this.onopen?.();
    socket.onmessage = ({ data }) => {
      for (const event of String(data).split("\n")) this.receive(event);
    };
    socket.onclose = ({ code }) => this.onclose?.({ code });
  }

  get readyState(): number {
    return this.socket.readyState;
  }

  send(text: string): void {
    const command = said(JSON.parse(text), this.key);
    if (!command) return;
    if (command.type === "step_out") this.known.left = true;
    this.socket.send(JSON.stringify(command));
  }

  close(): void {
    this.socket.close();
  }

  private receive(text: string): void {
    const { invitation, events } = heard(JSON.parse(text) as InsiderEvent, this.known.invitation);
    this.known.invitation = invitation;
    for (const event of events) this.pass(event);
  }

  private pass(event: AgentEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}
