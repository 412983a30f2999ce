/** What an event proves about our own commands. Pure. */
import type {
  Face,
  VisitorAcked,
  VisitorChoose,
  VisitorEscalate,
  VisitorEvent,
  VisitorLeave,
  VisitorSay,
  VisitorSetPerson,
  VisitorWaitFor,
  VisitorWhy,
} from "../wire/wire";

/** What stands in the log from the moment it is said. */
export type Said = VisitorSay | VisitorEscalate;
/** What the visitor would like; of each kind only the last counts. */
export type Wish = VisitorChoose | VisitorWaitFor | VisitorSetPerson;
/** Commands that are kept until they are durable. */
export type Posted = Said | Wish | VisitorLeave | VisitorWhy;

/** Ids of our commands that an event proves durable; `kept` tells what waits for it. */
export function settled(event: VisitorEvent, kept: () => readonly Posted[]): readonly string[] {
  switch (event.type) {
    case "acked":
    case "left":
    case "thanked":
      return [event.id];
    case "entry":
      return event.entry.id ? [event.entry.id] : [];
    case "fetched":
      return event.entries.flatMap((entry) => entry.id ?? []);
    case "welcome":
      return event.conversation?.entries.flatMap((entry) => entry.id ?? []) ?? [];
    case "person": {
      // Where there is no conversation to say it in, this is all the answer there is.
      const person = event.person?.face.id ?? null;
      return kept().flatMap((said) => (said.type === "set_person" && said.person === person ? said.id : []));
    }
    default:
      return [];
  }
}

/** An acknowledgement and the words it is about are the entry: the message need not be echoed to be drawn. */
export function spoken(event: VisitorAcked, command?: Posted, by?: Face | null): VisitorEvent | null {
  if (command?.type !== "say" || !by) return null;
  const { conversation, seq, at, id } = event;
  const body = { type: "message", text: command.text, html: null } as const;
  return { type: "entry", conversation, entry: { seq, at, by, id, body } };
}
