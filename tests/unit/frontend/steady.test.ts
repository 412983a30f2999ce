/** What outlives a browser that dies: the copy is as new as the last commit, the storage as its last visit to the disk. */

import { beforeEach, expect, test } from "vitest";
import { type Changes, type Copy, Steady } from "../../../frontend/src/steady";

const DRAFT = "bluephone/console/ana/ridge/draft/talk/reply";
const NOTE = "bluephone/console/ana/ridge/draft/talk/note";
const FOREIGN = "bluephone/SITE/out/1";

/** What is on the disk, and how a commit ends. */
class Disk implements Copy {
  readonly kept = new Map<string, string>();
  commits = 0;
  wait: Promise<void> = Promise.resolve();

  async read() {
    return new Map(this.kept);
  }

  async write(changes: Changes) {
    await this.wait;
    this.commits += 1;
    for (const [name, text] of changes) text === null ? this.kept.delete(name) : this.kept.set(name, text);
  }
}

/** All that was begun has come to its end. */
const settled = () => new Promise((done) => setTimeout(done));

/** The browser dies: its storage is again what was on the disk. */
function dies(onDisk: Record<string, string>): void {
  localStorage.clear();
  for (const [name, text] of Object.entries(onDisk)) localStorage.setItem(name, text);
}

const visited = () => ({ ...localStorage }) as Record<string, string>;

beforeEach(() => localStorage.clear());

test("what the storage had no time to write comes back, and what was sent since does not", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  steady.setItem(NOTE, "Sent a moment later");
  const before = visited();
  steady.removeItem(NOTE);
  steady.setItem(DRAFT, "Then it is the left one, which");
  await settled();
  dies(before);
  const anew = new Steady(disk);
  await anew.restore();
  expect(anew.getItem(DRAFT)).toBe("Then it is the left one, which");
  expect(anew.getItem(NOTE)).toBeNull();
});

test("a copy that is behind is believed in nothing, and catches up", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  steady.setItem(NOTE, "Old");
  await settled();
  disk.wait = new Promise(() => {});
  steady.removeItem(NOTE);
  steady.setItem(DRAFT, "New");
  disk.wait = Promise.resolve();
  const anew = new Steady(disk);
  await anew.restore();
  await settled();
  expect([anew.getItem(DRAFT), anew.getItem(NOTE)]).toEqual(["New", null]);
  expect([disk.kept.get(DRAFT), disk.kept.get(NOTE)]).toEqual(["New", undefined]);
});

test("what was kept before there was a copy is copied, and survives with it", async () => {
  dies({ [DRAFT]: "From before", [FOREIGN]: "A visitor's" });
  const disk = new Disk();
  const steady = new Steady(disk);
  await steady.restore();
  steady.setItem(NOTE, "Since");
  await settled();
  dies({ [FOREIGN]: "A visitor's" });
  const anew = new Steady(disk);
  await anew.restore();
  expect([anew.getItem(DRAFT), anew.getItem(NOTE)]).toEqual(["From before", "Since"]);
  expect(anew.getItem(FOREIGN)).toBe("A visitor's");
  expect([...disk.kept.keys()]).not.toContain(FOREIGN);
});

test("what comes during a commit goes with the next, together", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  for (let n = 0; n < 100; n += 1) steady.setItem(DRAFT, "x".repeat(n));
  await settled();
  expect(disk.commits).toBe(2);
  expect(disk.kept.get(DRAFT)).toHaveLength(99);
});

test("a clock that is set back makes no mark smaller", async () => {
  const disk = new Disk();
  let now = 1_000_000;
  const steady = new Steady(
    disk,
    () => localStorage,
    () => now,
  );
  steady.setItem(DRAFT, "Before");
  const before = visited();
  now = 0;
  steady.setItem(DRAFT, "After");
  await settled();
  dies(before);
  const anew = new Steady(disk);
  await anew.restore();
  expect(anew.getItem(DRAFT)).toBe("After");
});

test("a copy that never answers keeps no page from beginning, and one that fails keeps no words from the storage", async () => {
  const dead: Copy = { read: () => new Promise(() => {}), write: () => Promise.reject(new Error("no disk")) };
  const steady = new Steady(dead);
  await steady.restore();
  steady.setItem(DRAFT, "Kept");
  await settled();
  expect(localStorage.getItem(DRAFT)).toBe("Kept");
});
