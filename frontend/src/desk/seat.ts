/**
 * An agent's seat at one site: its line, its desk, and what was said there and is not yet durable.
 * Each site has a seat of its own, and nothing goes from one to another.
 */

import { newId } from "../../../widget/src/link/ids";
import { Link, type LinkState, type Ports } from "../../../widget/src/link/link";
import { type Kept, Outbox } from "../../../widget/src/link/outbox";
import type { AgentCommand, AgentEvent, AgentSetPresence } from "../../../widget/src/wire/wire";
import { steadyStorage } from "../kept";
import { Asked } from "./asked";
import { type Heard, Hearing } from "./hearing";
import { reduce, shut } from "./reduce";
import { cursorsOf, type Desk, headOf } from "./state";

/** What must be durable before it counts. */
export type Durable = Extract<AgentCommand, { id: string }>;

type WithoutId<C> = C extends Durable ? Omit<C, "id"> : never;

/** Something durable, before it has its id. */
export type Deed = WithoutId<Durable>;

/** What a screen draws: replaced, never changed. */
export interface View extends Heard {
  readonly desk: Desk | null;
  readonly line: LinkState;
  /** Why the line was refused for good. */
  readonly why: string | null;
  readonly kept: readonly Kept<Durable>[];
  /** False when unsent words would not survive a reload of this page. */
  readonly lasting: boolean;
}

/** Conversations whose copies are kept current beside the one on the screen. */
const OPEN_AT_MOST = 20;

export class Seat {
  view: View;
  /** Server's clock minus ours. */
  skew = 0;
  /** Called for every event that came: sounds listen here. */
  onEvent: (event: AgentEvent, seat: Seat) => void = () => {};
  private readonly link: Link<AgentCommand, AgentEvent>;
  private readonly outbox: Outbox<Durable>;
  private readonly asked = new Asked();
  private readonly hearing: Hearing;
  private readonly listeners = new Set<() => void>();
  private desk: Desk | null = null;
  /** Conversations this screen wants open, the latest last. */
  private wanted: string[] = [];
  private told = false;

  constructor(
    readonly key: string,
    person: string,
    url: string,
    ports?: Partial<Ports>,
  ) {
    // A browser may be shared: one agent's unsent words never leave under another's name.
    this.outbox = new Outbox<Durable>(`bluephone/console/${person}/${key}`, steadyStorage());
    this.hearing = new Hearing(() => this.changed());
    this.link = new Link<AgentCommand, AgentEvent>({
      url,
      hello: () => ({ type: "hello", site: key, cursors: cursorsOf(this.desk) }),
      outbox: this.outbox,
      settles: (event) => (event.type === "acked" ? this.hearing.landing(event, this.outbox) : []),
      heard: (event) => this.heard(event),
      changed: () => this.changed(),
      ...(ports ? { ports } : {}),
    });
    this.view = this.look();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.link.open();
  }

  stop(): void {
    this.link.close();
  }

  /** Puts a conversation on this screen. Where the site connects, one that rings for me is thereby picked up. */
  show(conversation: string): void {
    const known = this.wanted.includes(conversation);
    this.wanted = [...this.wanted.filter((id) => id !== conversation), conversation];
    if (this.wanted.length > OPEN_AT_MOST) this.forget(this.wanted[0] as string);
    const row = this.desk?.rows.get(conversation);
    const picksUp =
      this.desk?.mode === "connect" && row?.state === "ringing" && row.agent === this.desk.me.id;
    if (!known || picksUp)
      this.ask({ type: "open", conversation, after: headOf(this.desk?.open.get(conversation)) });
  }

  reply(conversation: string, text: string): void {
    this.act({ type: "reply", conversation, text });
  }

  note(conversation: string, text: string): void {
    this.act({ type: "note", conversation, text });
  }

  /** Does something with a conversation that must be durable; what went wrong there before is over. */
  act(deed: Deed): void {
    this.hearing.right(deed.conversation);
    this.link.post({ ...deed, id: newId() });
  }

  /** Sends refused words again, or takes them back out of the outbox. */
  again(id: string): void {
    this.link.again(id);
  }

  takeBack(id: string): void {
    this.outbox.settle(id);
    this.changed();
  }

  /** False when the line is down: presence is not kept for later, because it says what is true now. */
  setPresence(presence: AgentSetPresence["presence"], capacity: number): boolean {
    return this.link.send({ type: "set_presence", presence, capacity });
  }

  typing(conversation: string): void {
    this.link.send({ type: "typing", conversation });
  }

  read(conversation: string, seq: number): void {
    this.ask({ type: "read", conversation, seq });
  }

  earlier(conversation: string): void {
    const first = this.desk?.open.get(conversation)?.entries[0];
    if (first) this.ask({ type: "earlier", conversation, before: first.seq });
  }

  more(before: number): void {
    this.ask({ type: "more", before });
  }

  dismiss(place: string): void {
    this.hearing.right(place);
    this.changed();
  }

  /** Another tab of this browser put or settled something. */
  storageChanged(key: string | null): void {
    if (this.outbox.concerns(key)) this.changed();
  }

  private heard(event: AgentEvent): void {
    this.asked.heard(event);
    if (event.type === "welcome") this.skew = event.now - Date.now();
    const before = this.desk;
    const { desk, ask } = reduce(before, event);
    this.desk = desk;
    this.hearing.heard(event, before, desk, this.outbox);
    if (event.type === "welcome") this.reopen();
    for (const command of ask) this.ask(command);
    this.onEvent(event, this);
  }

  /** What was asked for while the line was down. The rest the server knows from the cursors in our hello. */
  private reopen(): void {
    for (const conversation of this.wanted) {
      if (!this.desk?.open.has(conversation)) this.ask({ type: "open", conversation, after: 0 });
    }
  }

  private forget(conversation: string): void {
    this.wanted = this.wanted.filter((id) => id !== conversation);
    if (this.desk) this.desk = shut(this.desk, conversation);
    this.link.send({ type: "shut", conversation });
  }

  private ask(command: AgentCommand): void {
    if (this.asked.already(command)) return;
    if (this.link.send(command)) this.asked.asked(command);
  }

  private look(): View {
    return {
      desk: this.desk,
      line: this.link.state,
      why: this.link.why,
      kept: this.outbox.items(),
      lasting: this.outbox.lasting,
      ...this.hearing.view,
    };
  }

  /** Tells the screens once, however much changed in one turn. */
  private changed(): void {
    if (this.told) return;
    this.told = true;
    queueMicrotask(() => {
      this.told = false;
      this.view = this.look();
      for (const listener of this.listeners) listener();
    });
  }
}
