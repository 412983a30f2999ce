/** What the top of the panel says: who is there, and one true line. Pure. */
import type { Face, VisitorConversation } from "../wire/wire";
import { around, whoIsBack } from "./here";
import type { State } from "./state";
import { names, words } from "./words";

export interface Heading {
  /** None: nobody to show, and the phone rests. */
  readonly faces: readonly Face[];
  /** How many there are, if more than the faces. */
  readonly count?: number;
  readonly dot: "here" | undefined;
  readonly title: string;
  readonly line: string;
}

/** `down`: the line to the server is. Then nothing is claimed about who is there now. */
export function heading(state: State, down: boolean, site: string, now: number): Heading {
  const told = standing(state, site, now);
  if (!down) return told;
  return { ...told, title: told.faces.length ? told.title : site, dot: undefined, line: words.dropped };
}

function standing(state: State, site: string, now: number): Heading {
  const { talk, presence } = state;
  const dot = "here" as const;
  const at = talk?.standing;
  switch (at?.state) {
    case "engaged":
      return of(at.faces, dot, words.withYou, site);
    case "held":
      return of(at.faces, undefined, words.onHold, site);
    case "ringing":
      return of(at.faces, dot, at.calling_all ? words.ringingAll : words.ringing, site);
    case "closed":
      return after(lastAgent(talk), presence.ids, site);
    case "left":
      return { faces: lastAgent(talk), dot: undefined, title: site, line: words.ended };
    default:
      return before(state, site, now);
  }
}

/** Nobody has picked up yet: those who are here are named, and what they do. */
function before(state: State, site: string, now: number): Heading {
  const { free, ids } = state.presence;
  const count = ids.length;
  const at = state.talk?.standing;
  const faces = around(state);
  const title = names(faces, count);
  if (at?.calling_all) return { faces, count, dot: undefined, title: title || site, line: words.ringingAll };
  if (!title) return { faces, dot: undefined, title: words.nobody, line: whoIsBack(state, now) };
  if (!free) return { faces, count, dot: undefined, title, line: words.allBusy(count) };
  return { faces, count, dot: "here", title, line: at ? words.inLine : words.hereStill };
}

/** The conversation is over, and whoever was in it may still be here. */
function after(faces: readonly Face[], here: readonly string[], site: string): Heading {
  const still = faces.some(({ id }) => here.includes(id));
  return of(faces, still ? "here" : undefined, still ? words.hereStill : words.away, site);
}

function of(faces: readonly Face[], dot: "here" | undefined, line: string, site: string): Heading {
  return { faces, dot, title: names(faces) || site, line };
}

/** The agent who was last in the conversation. */
function lastAgent(talk: VisitorConversation | null): readonly Face[] {
  const last = talk?.entries.findLast((entry) => entry.by.kind === "agent");
  return last ? [last.by] : (talk?.standing.faces ?? []);
}
