/** The golden transcripts of the agent's side, replayed: a console that heard them knows what a newcomer is told. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reduce } from "../../../frontend/src/desk/reduce";
import type { Desk } from "../../../frontend/src/desk/state";
import type { AgentEvent } from "../../../widget/src/wire/wire";

interface Transcript {
  readonly name: string;
  readonly side: "agent" | "visitor";
  readonly frames: readonly { readonly from: string; readonly frame?: AgentEvent }[];
  readonly fresh: readonly AgentEvent[];
}

const FOLDER = "tests/protocol/transcripts";
const transcripts = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as Transcript)
  .filter(({ side }) => side === "agent");

function known(events: readonly AgentEvent[]): Desk {
  let desk: Desk | null = null;
  for (const event of events) desk = reduce(desk, event).desk;
  if (!desk) throw new Error("no welcome");
  return desk;
}

test("there are transcripts of the agent's side", () => {
  expect(transcripts.length).toBeGreaterThan(0);
});

test.each(transcripts)("$name", ({ frames, fresh }) => {
  const heard = known(frames.flatMap(({ from, frame }) => (from === "server" && frame ? [frame] : [])));
  expect(heard).toEqual(known(fresh));
});
