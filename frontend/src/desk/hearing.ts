/** What was heard and is no part of the desk: who is writing, what has just landed, what was missed, and what went wrong, where. */

import type { Outbox } from "../../../widget/src/link/outbox";
import type { AgentAcked, AgentEvent, Face } from "../../../widget/src/wire/wire";
import { refusal } from "../refusals";
import { type Missed, missed } from "./calls";
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
  /** Conversations I picked up whose visitor has not read a word yet. */
  readonly nudged: ReadonlySet<string>;
  /** What was last taken from me, or given away by me. */
  readonly missed: Missed | null;
}

export class Hearing {
  view: Heard = { typing: new Map(), landed: [], wrong: new Map(), nudged: new Set(), missed: null };
  private readonly fading = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly changed: () => void) {}

  /** The command ids that an acknowledgement settles. Words stay in sight until their entry is here. */
  landing(event: AgentAcked, outbox: Outbox<Durable>): readonly string[] {
    const kept = outbox.find(event.id);
    if (kept && "text" in kept.command) {
      const landed = { command: kept.command, seq: event.seq, at: event.at };
      this.view = { ...this.view, landed: [...this.view.landed, landed] };
    }
    this.right(event.id);
    return [event.id];
  }

  heard(event: AgentEvent, before: Desk | null, desk: Desk | null, outbox: Outbox<Durable>): void {
    if (event.type === "typing") this.writing(event.conversation, event.by, desk);
    if (event.type === "entry") this.wrote(event.conversation, event.entry.by.id);
    if (event.type === "refused") this.refused(event.about, event.code, event.message, desk, outbox);
    if (event.type === "failed") this.wronged(event.about ?? "", event.message);
    if (event.type === "welcome") this.right("");
    if (event.type === "rows" || event.type === "lists")
      this.view = { ...this.view, missed: missed(before, event.rows) ?? this.view.missed };
    if (event.type === "nudge") this.nudge(event.conversation);
    this.calm(desk);
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
  private refused(
    about: string | null,
    code: string,
    message: string,
    desk: Desk | null,
    outbox: Outbox<Durable>,
  ): void {
    const command = about === null ? undefined : outbox.find(about)?.command;
    if (!about || !command || "text" in command) {
      this.wronged(about ?? "", message);
      return;
    }
    outbox.settle(about);
    // A ring that went on by itself needs no "not now" any more.
    if (command.type !== "decline")
      this.wronged(command.conversation, refusal(code, command, desk) ?? message);
  }

  private wronged(place: string, message: string): void {
    this.view = { ...this.view, wrong: new Map(this.view.wrong).set(place, message) };
  }

  private nudge(conversation: string): void {
    this.view = { ...this.view, nudged: new Set(this.view.nudged).add(conversation) };
  }

  /** A nudge is over once I wrote, or the conversation is no longer mine to answer. */
  private calm(desk: Desk | null): void {
    if (!desk || this.view.nudged.size === 0) return;
    const nudged = [...this.view.nudged].filter((id) => {
      const row = desk.rows.get(id);
      const answered = row?.last?.by.id === desk.me.id && row.last.kind === "message";
      return row?.state === "engaged" && row.agent === desk.me.id && !answered;
    });
    if (nudged.length < this.view.nudged.size) this.view = { ...this.view, nudged: new Set(nudged) };
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
