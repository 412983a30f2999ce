/**
 * A server in small: the rules by which conversations change, and the frames one console is sent of it. It holds the
 * truth that a console's state is compared with. Long, because it is one list of all that may happen.
 */

import type {
  AgentCommand,
  AgentEvent,
  AgentPreview,
  AgentRow,
  Face,
  TeamEntry,
} from "../../../widget/src/wire/wire";
import { ana, card, faceOf, member, NOW, row, tom, welcome } from "./people";

type Body = TeamEntry["body"];
type Kind = Body["type"];

const TEAM_ONLY: readonly Kind[] = ["note", "connected", "asked", "not_coming"];
const AT_A_SCREEN: readonly Kind[] = [
  "message",
  "note",
  "picked_up",
  "joined",
  "escalated",
  "chose",
  "closed",
  "reopened",
  "departed",
];
const PAGE = 4;

export class Office {
  readonly rows = new Map<string, AgentRow>();
  readonly logs = new Map<string, TeamEntry[]>();
  /** Frames on their way to the console. */
  sent: AgentEvent[] = [];
  private watched = new Set<string>();
  private revision = 0;
  private clock = NOW;
  private me = welcome().me;

  begins(id: string): void {
    if (this.rows.has(id)) return;
    const visitor = card(`visitor-of-${id}`, { name: `Visitor of ${id}` });
    this.rows.set(
      id,
      row(id, { visitor, state: "waiting", head: 0, read: 0, visitor_read: 0, since: this.now() }),
    );
    this.logs.set(id, []);
    this.add(id, faceOf(visitor), { type: "message", text: `Hello from ${id}`, html: null });
    this.changed(id);
  }

  visitorSays(id: string, text: string): void {
    const found = this.rows.get(id);
    if (!found || found.state === "left") return;
    if (found.state === "closed") {
      this.add(id, faceOf(found.visitor), { type: "reopened" });
      this.put(id, { state: "waiting", since: this.clock, agent: null });
      this.changed(id);
    }
    this.add(id, faceOf(found.visitor), { type: "message", text, html: null });
  }

  rings(id: string, who: Face): void {
    if (this.rows.get(id)?.state !== "waiting") return;
    this.add(id, who, { type: "connected", because: "first_in_line", numbers: { free: 1, capacity: 3 } });
    this.put(id, { state: "ringing", agent: who.id, because: "first_in_line" });
    this.changed(id);
  }

  pickedUp(id: string, who: Face): void {
    const state = this.rows.get(id)?.state;
    if (state !== "waiting" && state !== "ringing") return;
    this.add(id, who, { type: "picked_up", because: "picked_up" });
    this.put(id, { state: "engaged", agent: who.id, since: null, calling_all: false });
    this.changed(id);
  }

  givesNoAnswer(id: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "ringing") return;
    this.add(id, found.agent === tom.id ? tom : ana, { type: "no_answer" });
    this.put(id, { state: "waiting", agent: null, rank: 0, calling_all: true });
    this.me = { ...this.me, presence: "away", away_because: "no_answer" };
    this.changed(id);
    this.sent.push({ type: "presence", me: this.me });
  }

  isHeld(id: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "engaged") return;
    this.add(id, found.agent === tom.id ? tom : ana, { type: "held", because: "by_agent" });
    this.put(id, { state: "held" });
    this.changed(id);
  }

  isTakenUp(id: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "held") return;
    this.add(id, found.agent === tom.id ? tom : ana, { type: "resumed" });
    this.put(id, { state: "engaged" });
    this.changed(id);
  }

  asksIn(id: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "engaged" || found.members.length > 0) return;
    const [by, whom] = found.agent === tom.id ? [tom, ana] : [ana, tom];
    this.add(id, by, { type: "asked", whom, to: "help", why: "wheels", numbers: {} });
    this.put(id, { members: [member(whom, { state: "asked", asked_by: by, why: "wheels" })] });
    this.changed(id);
  }

  joins(id: string): void {
    const [asked] = this.rows.get(id)?.members ?? [];
    if (asked?.state !== "asked") return;
    this.add(id, asked.face, { type: "joined", because: "asked", asked_by: asked.asked_by, why: asked.why });
    this.put(id, { members: [{ ...asked, state: "joined" }] });
    this.changed(id);
  }

  escalates(id: string): void {
    const found = this.rows.get(id);
    if (!found || found.state === "closed" || found.state === "left") return;
    this.add(id, faceOf(found.visitor), { type: "escalated" });
    this.put(id, { escalated: this.clock });
    this.changed(id);
  }

  replies(id: string, text: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "engaged") return;
    this.add(id, found.agent === tom.id ? tom : ana, { type: "message", text, html: `<p>${text}</p>` });
  }

  notes(id: string, text: string): void {
    const state = this.rows.get(id)?.state;
    if (state && state !== "closed" && state !== "left") this.add(id, tom, { type: "note", text });
  }

  closes(id: string): void {
    const found = this.rows.get(id);
    if (found?.state !== "engaged") return;
    this.add(id, ana, { type: "closed" });
    this.put(id, { state: "closed", agent: null, members: [], escalated: null });
    this.changed(id);
  }

  leaves(id: string): void {
    const found = this.rows.get(id);
    if (!found || found.state === "left") return;
    this.add(id, faceOf(found.visitor), { type: "departed" });
    this.put(id, { state: "left", agent: null, since: null, members: [], escalated: null });
    this.changed(id);
  }

  isRead(id: string): void {
    const found = this.rows.get(id);
    if (!found || found.read >= found.head) return;
    this.put(id, { read: found.head });
    this.sent.push({ type: "read_by_team", conversation: id, seq: found.head });
  }

  moves(id: string, title: string): void {
    const found = this.rows.get(id);
    if (!found) return;
    const visitor = { ...found.visitor, page: { title, url: "https://fernhill.example/" } };
    this.put(id, { visitor });
    this.sent.push({ type: "visitor", visitor });
  }

  presence(presence: "available" | "away", capacity: number): void {
    this.me = { ...this.me, presence, capacity };
    this.sent.push({ type: "presence", me: this.me });
  }

  beats(): void {
    const open = [...this.rows.values()].filter(({ state }) => state !== "closed" && state !== "left");
    const heads = Object.fromEntries(open.map(({ id, head }) => [id, head]));
    this.sent.push({ type: "beat", n: 1, revision: this.revision, heads });
  }

  /** Does what the console asks for. */
  hears(command: AgentCommand): void {
    switch (command.type) {
      case "hello":
        this.watched.clear();
        this.sent = [this.welcome()];
        for (const [id, after] of Object.entries(command.cursors)) this.opens(id, after);
        break;
      case "open":
        this.opens(command.conversation, command.after);
        break;
      case "fetch": {
        const log = this.logs.get(command.conversation) ?? [];
        const entries = log.slice(command.after, command.after + PAGE);
        this.sent.push({
          type: "fetched",
          conversation: command.conversation,
          after: command.after,
          head: log.length,
          entries,
        });
        break;
      }
      case "earlier": {
        const log = this.logs.get(command.conversation) ?? [];
        const entries = log.slice(Math.max(0, command.before - 1 - PAGE), command.before - 1);
        const earlier = (entries[0]?.seq ?? 1) > 1;
        this.sent.push({
          type: "history",
          conversation: command.conversation,
          before: command.before,
          entries,
          earlier,
        });
        break;
      }
      case "refresh": {
        const { mode, revision, team, teams, rows, more } = this.welcome();
        const lists = { type: "lists", mode, revision, team, teams, rows, more } as const;
        const me = { type: "presence", me: this.me } as const;
        // Two answers, and nothing is promised about which comes first.
        this.sent.push(...(revision % 2 ? [lists, me] : [me, lists]));
        break;
      }
      default:
        break;
    }
  }

  private welcome() {
    return welcome([...this.rows.values()], { revision: this.revision, me: this.me });
  }

  private opens(id: string, cursor: number): void {
    const found = this.rows.get(id);
    const log = this.logs.get(id);
    if (!found || !log) return;
    this.watched.add(id);
    const after = cursor > log.length || log.length - cursor > PAGE ? Math.max(0, log.length - PAGE) : cursor;
    this.sent.push({ type: "opened", row: found, after, entries: log.slice(after), earlier: after > 0 });
  }

  private add(id: string, by: Face, body: Body): void {
    const log = this.logs.get(id);
    const found = this.rows.get(id);
    if (!log || !found) return;
    const hidden = TEAM_ONLY.includes(body.type);
    const shown = log.filter(({ visitor_seq }) => visitor_seq !== null).length;
    const entry: TeamEntry = {
      seq: log.length + 1,
      visitor_seq: hidden ? null : shown + 1,
      at: this.now(),
      by,
      id: null,
      body,
    };
    log.push(entry);
    const words = body.type === "message" || body.type === "note";
    const text = words ? body.text.trim().replace(/\s+/gu, " ") : "";
    const last: AgentPreview | null = words ? { at: entry.at, by, kind: body.type, text } : found.last;
    const seen = AT_A_SCREEN.includes(body.type);
    this.put(id, {
      head: entry.seq,
      last,
      changed: entry.at,
      read: by.kind === "agent" && seen ? entry.seq : found.read,
      visitor_read: by.kind === "visitor" && seen ? (entry.visitor_seq ?? 0) : found.visitor_read,
    });
    if (this.watched.has(id)) this.sent.push({ type: "entry", conversation: id, entry });
    else if (words && last) this.sent.push({ type: "touched", conversation: id, head: entry.seq, last });
  }

  private changed(id: string): void {
    this.revision += 1;
    this.sent.push({ type: "rows", revision: this.revision, rows: [this.rows.get(id) as AgentRow] });
  }

  private put(id: string, change: Partial<AgentRow>): void {
    this.rows.set(id, { ...(this.rows.get(id) as AgentRow), ...change });
  }

  private now(): number {
    this.clock += 1_000;
    return this.clock;
  }
}
