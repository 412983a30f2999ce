/** The golden transcripts, replayed into the panel's reducer: what was told must add up to what a fresh welcome tells. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cursor, missing, NOTHING, reduce, type State } from "../../widget/src/panel/state";
import type { VisitorEvent } from "../../widget/src/wire/wire";

interface Transcript {
  readonly name: string;
  readonly side: string;
  readonly about: string;
  readonly frames: readonly { readonly from: string; readonly frame?: VisitorEvent }[];
  /** What a newcomer to the same conversation is told at the end. */
  readonly fresh: readonly VisitorEvent[];
}

const FOLDER = join(import.meta.dirname, "transcripts");
const transcripts = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file): Transcript => JSON.parse(readFileSync(join(FOLDER, file), "utf8")))
  .filter(({ side }) => side === "visitor");

function replayed(events: readonly VisitorEvent[]): State {
  return events.reduce<State>(reduce, NOTHING);
}

/** The state as a fresh welcome would tell it: no typing, no receipt in hand, and a conversation left is none. */
function lawful({ talk, typing: _, left: __, thanked: ___, ...rest }: State): object {
  return { ...rest, talk: talk?.standing.state === "left" ? null : talk };
}

describe("a visitor's transcript", () => {
  it("is there to be replayed", () => {
    expect(transcripts.length).toBeGreaterThanOrEqual(4);
  });

  it.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
    "%s adds up",
    (_, transcript) => {
      const told = transcript.frames.flatMap(({ from, frame }) =>
        from === "server" && frame ? [frame] : [],
      );
      const state = replayed(told);
      expect(missing(state)).toBeNull();
      expect(lawful(state)).toEqual(lawful(replayed(transcript.fresh)));
    },
  );

  it.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
    "%s adds up when every hint comes twice",
    (_, transcript) => {
      const told = transcript.frames.flatMap(({ from, frame }) =>
        from === "server" && frame ? [frame, frame] : [],
      );
      const state = replayed(told);
      expect(lawful(state)).toEqual(lawful(replayed(transcript.fresh)));
      if (state.talk) expect(cursor(state.talk)).toBe(state.talk.head);
    },
  );
});
