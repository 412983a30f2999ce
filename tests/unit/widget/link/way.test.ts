/** Which way a line is dialled: a WebSocket, until it is found out that they are blocked. */
import { beforeEach, describe, expect, it } from "vitest";
import { Way } from "../../../../widget/src/link/way";
import { World } from "./fake";

const TEN_MINUTES = 600_000;

let world: World;
let way: Way;

beforeEach(() => {
  world = new World();
  world.up = true;
  way = new Way(world.ports);
});

/** What a dial is made of; it ends, having carried a word or none. */
async function dial(word: "heard" | "mute"): Promise<"socket" | "stream"> {
  const before = world.streams.length;
  way.dial("ws://here/ws/v1/visitor");
  if (word === "heard") way.heard();
  way.lost();
  await new Promise((settled) => setTimeout(settled));
  return world.streams.length > before ? "stream" : "socket";
}

async function dials(...words: ("heard" | "mute")[]): Promise<string[]> {
  const found: string[] = [];
  for (const word of words) found.push(await dial(word));
  return found;
}

describe("a way", () => {
  it("is a WebSocket's as long as words come that way", async () => {
    expect(await dials("heard", "heard", "mute", "heard", "mute", "heard", "heard")).toEqual(
      Array(7).fill("socket"),
    );
  });

  it("is a stream's when two WebSockets in a row ended without a word", async () => {
    expect(await dials("heard", "mute", "mute", "heard", "heard")).toEqual([
      "socket",
      "socket",
      "socket",
      "stream",
      "stream",
    ]);
  });

  it("is not changed while the server answers nothing at all", async () => {
    world.up = false;
    expect(await dials("mute", "mute", "mute", "mute")).toEqual(Array(4).fill("socket"));
    world.up = true;
    expect(await dials("heard", "heard", "heard")).toEqual(Array(3).fill("socket"));
  });

  it("is found however late the server answers again", async () => {
    world.up = false;
    await dials("mute", "mute", "mute");
    world.up = true;
    expect(await dials("mute", "heard")).toEqual(["socket", "stream"]);
  });

  it("is a WebSocket's again where the stream carries no word either", async () => {
    await dials("mute", "mute");
    expect(await dials("mute", "heard", "heard")).toEqual(["stream", "socket", "socket"]);
  });

  it.each([
    ["after ten minutes", () => world.passes(TEN_MINUTES)],
    ["on another network", () => way.elsewhere()],
  ])("is tried anew %s, once", async (_, when) => {
    await dials("mute", "mute", "heard");
    when();
    expect(await dials("mute", "heard")).toEqual(["socket", "stream"]);
    when();
    expect(await dials("heard", "heard", "mute", "heard")).toEqual(Array(4).fill("socket"));
  });
});
