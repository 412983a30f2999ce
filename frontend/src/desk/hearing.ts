/** What was heard and is no part of the desk: who is writing, what has just landed, and what went wrong, where. */

import type { Outbox } from "../../../widget/src/link/outbox";
import type { AgentAcked, AgentEvent, Face } from "../../../widget/src/wire/wire";
import type { Durable } from "./seat";
import { type Desk, headOf } from "./state";

/** Words that are durable, but whose entry has not come yet. */
export interface Landed {
  readonly command: Durable;
  readonly seq: number;
  readonly at: number;
}

export interface Heard {
  readonly typing: ReadonlyMap<string, Face>;
  readonly landed: readonly Landed[];
  /** What went wrong, in words, by the place it concerns: a conversation, a command, or "" for the whole site. */
  readonly wrong: ReadonlyMap<string, string>;
}

export class Hearing {
  view: Heard = { typing: new Map(), landed: [], wrong: new Map() };
  private readonly fading = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: () => void) {}

  /** The command ids that an acknowledgement settles. Words stay in sight until their entry is here. */
  landing(event: AgentAcked, outbox: Outbox<Durable>): readonly string[] {
    const kept = outbox.find(event.id);
    if (kept && (kept.command.type === "reply" || kept.command.type === "note")) {
      const landed = { command: kept.command, seq: event.seq, at: event.at };
      this.view = { ...this.view, landed: [...this.view.landed, landed] };
    }
    this.right(event.id);
    return [event.id];
  }

  heard(event: AgentEvent, desk: Desk | null, outbox: Outbox<Durable>): void {
    if (event.type === "typing") this.writing(event.conversation, event.by, desk);
    if (event.type === "entry") this.wrote(event.conversation, event.entry.by.id);
    if (event.type === "refused") this.refused(event.about, event.message, outbox);
    if (event.type === "failed") this.wronged(event.about ?? "", event.message);
    if (event.type === "welcome") this.right("");
    if (this.view.landed.length > 0) {
      const landed = this.view.landed.filter(
        ({ command, seq }) => headOf(desk?.open.get(command.conversation)) < seq,
      );
      if (landed.length < this.view.landed.length) this.view = { ...this.view, landed };
    }
  }

  /** Nothing is wrong there any more. */
  right(place: string): void {
    if (!this.view.wrong.has(place)) return;
    const wrong = new Map(this.view.wrong);
    wrong.delete(place);
    this.view = { ...this.view, wrong };
  }

  /** Refused words stay kept beside the reason; a refused act is over, and its conversation says why. */
  private refused(about: string | null, message: string, outbox: Outbox<Durable>): void {
    const command = about === null ? undefined : outbox.find(about)?.command;
    if (about && command && (command.type === "pick_up" || command.type === "close")) {
      outbox.settle(about);
      this.wronged(command.conversation, message);
    } else this.wronged(about ?? "", message);
  }

  private wronged(place: string, message: string): void {
    this.view = { ...this.view, wrong: new Map(this.view.wrong).set(place, message) };
  }

  private writing(conversation: string, by: Face, desk: Desk | null): void {
    if (!desk || by.id === desk.me.id) return;
    clearTimeout(this.fading.get(conversation));
    this.view = { ...this.view, typing: new Map(this.view.typing).set(conversation, by) };
    this.fading.set(
      conversation,
      setTimeout(() => this.wrote(conversation, by.id), 2 * desk.limits.typing_ms),
    );
  }

  private wrote(conversation: string, who: string): void {
    if (this.view.typing.get(conversation)?.id !== who) return;
    const typing = new Map(this.view.typing);
    typing.delete(conversation);
    this.view = { ...this.view, typing };
    this.changed();
  }
}
