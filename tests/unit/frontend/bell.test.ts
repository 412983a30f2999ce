import { describe, expect, test, vi } from "vitest";
import { reduce } from "../../../frontend/src/desk/reduce";
import { Bell } from "../../../frontend/src/ring/bell";
import { tapFor } from "../../../frontend/src/ring/tap";
import type { AgentEvent } from "../../../widget/src/wire/wire";
import { ana, faceOf, member, NADIA, row, said, tom, WORDS, welcome } from "./people";

describe("the bell", () => {
  interface Struck {
    readonly at: number;
    readonly hertz: number;
  }

  function audio(struck: Struck[]): AudioContext {
    const parameter = { value: 0, setValueAtTime() {}, exponentialRampToValueAtTime() {} };
    const gain = { gain: parameter, connect: () => gain };
    return {
      state: "running",
      currentTime: 0,
      destination: {},
      resume: async () => {},
      createGain: () => gain,
      createOscillator: () => {
        const tone = {
          frequency: { value: 0 },
          connect: () => gain,
          start: (at: number) => struck.push({ at, hertz: tone.frequency.value }),
          stop() {},
        };
        return tone;
      },
    } as unknown as AudioContext;
  }

  test("strikes twice, low, again and again until it is stopped", async () => {
    vi.useFakeTimers();
    const struck: Struck[] = [];
    const bell = new Bell(() => audio(struck));
    await bell.unlock();
    bell.ring();
    const once = struck.length;
    expect(new Set(struck.map(({ at }) => at)).size).toBe(2);
    expect(Math.max(...struck.map(({ hertz }) => hertz))).toBeLessThan(500);
    vi.advanceTimersByTime(9_000);
    expect(struck.length).toBe(3 * once);
    bell.stop();
    vi.advanceTimersByTime(9_000);
    expect(struck.length).toBe(3 * once);
    vi.useRealTimers();
  });

  test("is silent before a gesture, and at volume nought", async () => {
    const struck: Struck[] = [];
    const bell = new Bell(() => audio(struck));
    bell.strokes();
    await bell.unlock();
    bell.volume = 0;
    bell.strokes();
    expect(struck).toEqual([]);
    bell.volume = 1;
    bell.tap();
    expect(struck).not.toEqual([]);
  });
});

describe("a tap", () => {
  const here = reduce(null, welcome([row("talk-mine"), row("talk-toms", { agent: tom.id })])).desk;
  const entry = (conversation: string, by: Parameters<typeof said>[1], over = {}): AgentEvent => ({
    type: "entry",
    conversation,
    entry: said(2, by, "Hello", over),
  });

  test("is for a visitor's words in a conversation of mine, open or not", () => {
    expect(tapFor(entry("talk-mine", faceOf(NADIA)), here)).toBe(true);
    expect(tapFor({ type: "touched", conversation: "talk-mine", head: 2, last: WORDS }, here)).toBe(true);
    const came = reduce(null, welcome([row("talk-came", { agent: tom.id, members: [member(ana)] })])).desk;
    expect(tapFor(entry("talk-came", faceOf(NADIA)), came)).toBe(true);
    expect(tapFor({ type: "nudge", conversation: "talk-mine", due: 1 }, here)).toBe(true);
  });

  test("is not for my own acts, notes, or a colleague's conversation", () => {
    expect(tapFor(entry("talk-mine", ana), here)).toBe(false);
    expect(tapFor(entry("talk-mine", tom, { body: { type: "note", text: "x" } }), here)).toBe(false);
    expect(tapFor(entry("talk-toms", faceOf(NADIA)), here)).toBe(false);
    expect(tapFor(entry("talk-mine", faceOf(NADIA), { body: { type: "departed" } }), here)).toBe(false);
  });
});
