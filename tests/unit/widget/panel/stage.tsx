/** The panel on a stage: a real session over a socket that obeys, drawn into a document. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { App } from "../../../../widget/src/panel/app";
import type { Config } from "../../../../widget/src/panel/config";
import type { Host } from "../../../../widget/src/panel/host";
import { Session } from "../../../../widget/src/panel/session";
import { Vault } from "../../../../widget/src/panel/vault";
import type { VisitorEvent, VisitorStanding } from "../../../../widget/src/wire/wire";
import { Shelf, World } from "../link/fake";
import { History, stands } from "./history";

const CONFIG: Config = {
  site: { key: "site", name: "Fernhill Bikes", greeting: "What can we do for you?", hue: 256, chroma: 0.175 },
  host: null,
  here: null,
  hosted: true,
};
const FACTS = {
  page: null,
  told: [{ name: "order", value: "20418" }],
  language: "en-GB",
  zone: "Europe/Berlin",
  team: null,
};

export class Stage {
  readonly world = new World();
  readonly history = new History();
  readonly box = document.body.appendChild(document.createElement("div"));
  session: Session;

  constructor(
    readonly shelf = new Shelf(),
    readonly host: Host | null = null,
  ) {
    this.session = this.#session();
  }

  /** Draws the panel and lets the server welcome it. */
  async opens(): Promise<void> {
    await act(() => {
      render(<App session={this.session} config={CONFIG} host={this.host} />, this.box);
      this.session.open(FACTS);
    });
    await this.connects();
  }

  async connects(): Promise<void> {
    await act(() => {
      this.world.socket.opens();
      const hello = this.sent("hello").at(-1) as { conversation: string | null; cursor: number };
      this.world.socket.hears(this.history.welcome(hello.conversation, hello.cursor));
    });
  }

  /** What no first open needs is there. */
  async fetches(): Promise<void> {
    await act(async () => void (await import("../../../../widget/src/panel/views/later")));
  }

  async hears(...events: (VisitorEvent | object)[]): Promise<void> {
    await act(() => {
      for (const event of events) this.world.socket.hears(event);
    });
  }

  async drops(): Promise<void> {
    await act(() => this.world.socket.ends());
  }

  /** The page goes and comes again, with what the storage kept. */
  async reloads(): Promise<void> {
    this.leaves();
    this.session = this.#session();
    await this.opens();
  }

  leaves(): void {
    render(null, this.box);
    this.session.close();
  }

  async types(text: string): Promise<void> {
    await act(() => {
      this.field.value = text;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  async presses(key: string, more: KeyboardEventInit = {}): Promise<void> {
    await act(() => {
      this.field.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
      );
    });
  }

  /** The visitor writes, and the server takes it. */
  async says(text: string): Promise<void> {
    await this.types(text);
    await this.presses("Enter");
    const { id } = this.sent("say").at(-1) as { id: string };
    const told = this.history
      .happen("say")
      .filter((event) => event.type === "acked" || event.type === "standing");
    await this.hears(...told.map((event) => (event.type === "acked" ? { ...event, id } : event)));
  }

  /** The visitor has written, and waits: this is what is known. */
  async waits(known: Partial<VisitorStanding> = {}): Promise<void> {
    if (!this.session.state.talk) await this.hears(...this.history.happen("say"));
    const standing = stands({ state: "waiting", ...known });
    await this.hears({ type: "standing", conversation: this.history.id, standing });
  }

  /** The server has taken the last of this kind. */
  async acks(kind: string): Promise<void> {
    const id = this.sent(kind).at(-1)?.id;
    await this.hears({ type: "acked", id, conversation: this.history.id, seq: 1, at: this.history.time });
  }

  async clicks(name: string): Promise<void> {
    const button = [...this.box.querySelectorAll<HTMLElement>("button")].find(
      (found) => found.textContent?.trim() === name || found.getAttribute("aria-label") === name,
    );
    if (!button) throw new Error(`no button ${name} in: ${this.text}`);
    await act(() => button.click());
  }

  get field(): HTMLTextAreaElement {
    const field = this.box.querySelector<HTMLTextAreaElement>(".compose textarea");
    if (!field) throw new Error("nowhere to write");
    return field;
  }

  /** Which of the ways on is chosen. */
  get chosen(): string | null | undefined {
    return this.box.querySelector<HTMLInputElement>("input[type=radio]:checked")?.parentElement?.textContent;
  }

  get text(): string {
    return this.box.textContent ?? "";
  }

  sent(type: string): Record<string, unknown>[] {
    return this.world.sockets.flatMap((socket) => socket.sent).filter((word) => word.type === type);
  }

  #session(): Session {
    const storage = this.shelf as unknown as Storage;
    const vault = new Vault("bluephone/site", storage);
    return new Session({ site: "site", url: "ws://here/ws", vault, storage, ports: this.world.ports });
  }
}
