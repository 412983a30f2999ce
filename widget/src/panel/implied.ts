/** Where a conversation stands, as its entries tell it: for when the hint that says so was lost. Pure. */
import type { Face, PublicEntry, VisitorStanding } from "../wire/wire";

/** Where a conversation stands of which nothing has been told yet. */
export const UNTOLD: VisitorStanding = {
  state: "waiting",
  faces: [],
  since: null,
  place: null,
  promise: null,
  reach: { kind: "here", address: "", due: null },
  waits_for: null,
  could_wait_for: null,
  calling_all: false,
  escalated: false,
};

/**
 * Where the conversation stands at least, if this entry is the newest. What else there is to know will be told; where
 * that came before the entry, the standing already names whom the entry is about, and stays.
 */
export function implied(standing: VisitorStanding, { at, by, body }: PublicEntry): VisitorStanding {
  const { state, faces, reach } = standing;
  const here = state === "engaged" || state === "held";
  const has = (who: Face) => here && faces[0]?.id === who.id;
  const but = (...gone: Face[]) => faces.filter(({ id }) => gone.every((face) => face.id !== id));
  switch (body.type) {
    case "picked_up":
      return state === "engaged" ? standing : { ...UNTOLD, reach, state: "engaged", faces: [by] };
    case "took_over":
      if (has(by) && state === "engaged") return standing;
      return here
        ? { ...standing, state: "engaged", faces: [by, ...but(by, body.after)] }
        : { ...UNTOLD, reach, state: "engaged", faces: [by] };
    case "handed_over":
      return has(body.to)
        ? standing
        : { ...standing, state: "engaged", faces: [body.to, ...but(by, body.to)] };
    case "joined": {
      if (!here || but(by).length < faces.length) return standing;
      return { ...standing, state: body.because === "insider" ? state : "engaged", faces: [...faces, by] };
    }
    case "stepped_out":
      return { ...standing, faces: but(by) };
    case "held":
      return { ...standing, state: "held" };
    case "resumed":
      return state === "held" ? { ...standing, state: "engaged" } : standing;
    case "closed":
      return state === "closed" ? standing : { ...standing, state: "closed", since: null };
    case "reopened":
      return state === "closed" ? { ...UNTOLD, reach, since: at } : standing;
    case "line_dropped":
      // Who is in it already goes on: the next entry says who.
      if (has(by) && but(by).some(({ kind }) => kind === "agent")) return { ...standing, faces: but(by) };
      return has(by) ? { ...UNTOLD, reach, since: at } : standing;
    case "back_in_line":
      return has(by) ? { ...UNTOLD, reach, since: at } : standing;
    case "chose":
      return { ...standing, reach: body.reach };
    case "departed":
      return { ...standing, state: "left", since: null };
    default:
      return standing;
  }
}
