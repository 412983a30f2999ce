/**
 * One visitor at the panel: the link, the outbox and what is kept between visits, around the pure state.
 * Views read its fields and call its verbs; `subscribe` tells when to draw anew.
 */
import { newId } from "../link/ids";
import { Link, type Ports } from "../link/link";
import { type Kept, Outbox } from "../link/outbox";
import type { Page, VisitorBeat, VisitorCommand, VisitorEvent, VisitorHello, VisitorWhy } from "../wire/wire";
import { type Facts, fitting, fittingPage, UNKNOWN } from "./facts";
import { Gap } from "./gap";
import { type Posted, type Said, settled, spoken, type Wish } from "./proof";
import { cursor, escalated, goesOn, NOTHING, type OwnEvent, reduce, type State } from "./state";
import type { Vault } from "./vault";

export interface Means {
  readonly site: string;
  readonly url: string;
  readonly vault: Vault;
  readonly storage?: Storage | null;
  readonly ports?: Partial<Ports>;
}

export class Session {
  state: State;
  facts = UNKNOWN;
  /** How far the server's clock is ahead of ours. */
  ahead = 0;
  readonly vault: Vault;
  readonly outbox: Outbox<Posted>;
  readonly link: Link<VisitorCommand, VisitorEvent>;
  readonly #listeners = new Set<() => void>();
  #token: string | null = null;
  #typedAt = 0;
  readonly #gap = new Gap(
    () => this.state,
    (command) => this.link.send(command),
  );
  #hush: ReturnType<typeof setTimeout> | undefined;

  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
    this.vault = means.vault;
    this.outbox = new Outbox(`bluephone/${means.site}`, means.storage);
    this.state = { ...NOTHING, left: JSON.parse(this.vault.get("departure") ?? "null") };
    this.link = new Link<VisitorCommand, VisitorEvent>({
      url: means.url,
      hello: () => this.#hello(),
      outbox: this.outbox,
      settles: (event) => settled(event, () => this.outbox.items().map(({ command }) => command)),
      heard: (event) => this.#heard(event),
      changed: () => this.#changed(),
      ...(means.ports ? { ports: means.ports } : {}),
    });
  }

  open(facts: Facts): void {
    this.facts = fitting(facts);
    this.link.open();
    addEventListener("storage", this.#elsewhere);
  }

  close(): void {
    removeEventListener("storage", this.#elsewhere);
    clearTimeout(this.#hush);
    this.#gap.stop();
    this.link.close();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(text: string): void {
    this.#post({ type: "say", id: newId(), conversation: this.#conversation(), text });
  }

  /** A call for somebody who can fix this: never refused, and made once until something comes of it. */
  help(): void {
    const asked = escalated(this.state) || this.kept("escalate").length > 0;
    if (!asked) this.#post({ type: "escalate", id: newId() });
  }

  /** What the visitor would like, in place of an earlier wish of its kind that is still on its way. */
  wish(wish: Wish): void {
    for (const { command } of this.kept(wish.type)) this.outbox.settle(command.id);
    this.#post(wish);
  }

  /** Takes effect before any question: nothing is asked here. */
  leave(): void {
    if (!this.leaving()) this.#post({ type: "leave", id: newId() });
  }

  /** Whether a leaving is on its way. */
  leaving(): boolean {
    return this.outbox.due().some(({ command }) => command.type === "leave");
  }

  why(departure: string, reason: VisitorWhy["reason"], ownWords: string): void {
    this.#post({ type: "why", id: newId(), departure, reason, words: ownWords });
  }

  /** Done with leaving: the panel is as it was at the first open. */
  anew(): void {
    this.vault.set("departure", null);
    this.#own({ type: "forget" });
  }

  tryAgain(id: string): void {
    this.link.again(id, (command) =>
      command.type === "say" ? { ...command, conversation: this.#conversation() } : command,
    );
  }

  typed(): void {
    const now = Date.now();
    if (Math.abs(now - this.#typedAt) < (this.state.limits?.typing_ms ?? Number.POSITIVE_INFINITY)) return;
    this.#typedAt = now;
    if (goesOn(this.state)) this.link.send({ type: "typing" });
  }

  /** Everything up to here is before the visitor's eyes. */
  read(): void {
    const { talk } = this.state;
    if (!talk || cursor(talk) <= talk.read) return;
    const seq = cursor(talk);
    if (this.link.send({ type: "read", conversation: talk.id, seq })) this.#own({ type: "own_read", seq });
  }

  earlier(): void {
    const { talk } = this.state;
    const before = talk?.entries[0]?.seq;
    if (talk && before) this.link.send({ type: "earlier", conversation: talk.id, before });
  }

  look(seen: Page): void {
    const page = fittingPage(seen);
    this.facts = { ...this.facts, page };
    this.#own({ type: "own_look", page });
    this.link.send({ type: "look", page });
  }

  /** What was said and is not durable yet. */
  pending(): Kept<Said>[] {
    return this.kept("say", "escalate");
  }

  /** Commands of these kinds that are not durable yet. */
  kept<T extends Posted["type"]>(...types: T[]): Kept<Extract<Posted, { type: T }>>[] {
    type Wanted = Kept<Extract<Posted, { type: T }>>;
    return this.outbox.items().filter((kept): kept is Wanted => types.includes(kept.command.type as T));
  }

  #conversation(): string | null {
    return goesOn(this.state) ? (this.state.talk?.id ?? null) : null;
  }

  #post(command: Posted): void {
    this.link.post(command);
    this.#keepToken();
  }

  #hello(): VisitorHello {
    this.#token = this.vault.get("token") ?? this.#token;
    this.#gap.again();
    const { talk } = this.state;
    return {
      type: "hello",
      site: this.#means.site,
      token: this.#token,
      conversation: talk?.id ?? null,
      cursor: talk ? cursor(talk) : 0,
      ...this.facts,
      told: [...this.facts.told],
    };
  }

  #heard(event: VisitorEvent): void {
    if (event.type === "welcome") {
      this.ahead = event.now - Date.now();
      this.#token = event.token ?? this.#token;
      this.#keepToken();
    }
    if (event.type === "refused" && (event.code === "unknown_token" || event.code === "expired_token"))
      this.#forgotten();
    if (event.type === "left") this.vault.set("departure", JSON.stringify(event));
    this.state = reduce(this.state, event);
    if (event.type === "acked") {
      const entry = spoken(event, this.outbox.find(event.id)?.command, this.state.me);
      if (entry) this.state = reduce(this.state, entry);
    }
    if (event.type === "typing") this.#hushLater();
    if (event.type === "beat") this.#beat(event);
    this.#gap.look();
  }

  /** Every beat tells the newest there is. Of another conversation than ours, or of none, only a welcome tells all. */
  #beat(event: VisitorBeat): void {
    this.#gap.again();
    if (event.conversation !== this.#conversation()) this.link.redial();
  }

  /** The server does not know us any more: a newcomer again, with unsent words for a new conversation. */
  #forgotten(): void {
    this.#token = null;
    this.vault.set("token", null);
    this.state = reduce(this.state, { type: "forget" });
    for (const { command } of this.outbox.items())
      if (command.type === "say") this.outbox.again(command.id, () => ({ ...command, conversation: null }));
      else if ("conversation" in command) this.outbox.settle(command.id);
    this.link.greet();
  }

  /** Nothing is kept in the browser before the visitor's first words; of two tabs, the first to speak decides. */
  #keepToken(): void {
    const kept = this.vault.get("token");
    if (kept && this.#token && kept !== this.#token) this.link.redial();
    else if (!kept && this.#token && this.outbox.items().length > 0) this.vault.set("token", this.#token);
  }

  readonly #elsewhere = (event: StorageEvent): void => {
    if (event.key === this.vault.key("token") && event.newValue && event.newValue !== this.#token)
      this.link.redial();
    if (this.outbox.concerns(event.key)) this.#changed();
  };

  #hushLater(): void {
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => this.#own({ type: "hush" }), 2 * (this.state.limits?.typing_ms ?? 0));
  }

  #own(event: OwnEvent): void {
    this.state = reduce(this.state, event);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
