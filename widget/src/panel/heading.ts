/** What the top of the panel says: who is there, and one true line. Pure. */
import type { Face, VisitorConversation } from "../wire/wire";
import type { State } from "./state";
import { names, words } from "./words";

export interface Heading {
  /** None: nobody to show, and the phone rests. */
  readonly faces: readonly Face[];
  readonly dot: "here" | undefined;
  readonly title: string;
  readonly line: string;
}

/** `down`: the line to the server is. Then nothing is claimed about who is there now. */
export function heading(state: State, down: boolean, site: string): Heading {
  const told = standing(state, site);
  if (!down) return told;
  return { ...told, title: told.faces.length ? told.title : site, dot: undefined, line: words.dropped };
}

function standing({ talk, here }: State, site: string): Heading {
  const dot = "here" as const;
  const title = names(here);
  switch (talk?.standing.state) {
    case "engaged":
      return of(talk.standing.faces, dot, words.withYou, site);
    case "ringing":
      return of(talk.standing.faces, dot, words.ringing, site);
    case "closed": {
      const faces = lastAgent(talk);
      const still = faces.some((face) => here.some(({ id }) => id === face.id));
      return of(faces, still ? dot : undefined, still ? words.hereStill : words.away, site);
    }
    case "left":
      return { faces: lastAgent(talk), dot: undefined, title: site, line: words.ended };
    case "waiting":
      return here.length
        ? { faces: here, dot: undefined, title, line: words.allBusy(here.length) }
        : { faces: [], dot: undefined, title: words.nobody, line: words.firstIn };
    default:
      return here.length
        ? { faces: here, dot, title, line: words.hereStill }
        : { faces: [], dot: undefined, title: words.nobody, line: words.firstIn };
  }
}

function of(faces: readonly Face[], dot: "here" | undefined, line: string, site: string): Heading {
  return { faces, dot, title: names(faces) || site, line };
}

/** The agent who was last in the conversation. */
function lastAgent(talk: VisitorConversation): readonly Face[] {
  const last = talk.entries.findLast((entry) => entry.by.kind === "agent");
  return last ? [last.by] : talk.standing.faces;
}
