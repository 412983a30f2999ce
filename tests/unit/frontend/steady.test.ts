/** What outlives a browser that dies: the copy is as new as its last commit, the storage as its last visit to the disk. */

import { beforeEach, expect, test } from "vitest";
import { type Copy, type Kept, Steady } from "../../../frontend/src/steady";

const DRAFT = "bluephone/console/ana/ridge/draft/talk/reply";
const NOTE = "bluephone/console/ana/ridge/draft/talk/note";
const FOREIGN = "bluephone/SITE/out/1";

/** What is on the disk, and how a commit ends. */
class Disk implements Copy {
  readonly kept = new Map<string, Kept>();
  commits = 0;
  fails = false;
  answers: Promise<void> = Promise.resolve();

  async read() {
    const found = new Map(this.kept);
    await this.answers;
    return found;
  }

  async write(changes: ReadonlyMap<string, Kept>) {
    if (this.fails) throw new Error("no disk");
    this.commits += 1;
    for (const [name, kept] of changes)
      if ((this.kept.get(name)?.mark ?? 0) < kept.mark) this.kept.set(name, kept);
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

/** What stands there once a page has begun again. */
async function begun(disk: Copy) {
  const anew = new Steady(disk);
  await anew.restore();
  return { draft: anew.getItem(DRAFT), note: anew.getItem(NOTE) };
}

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
  expect(await begun(disk)).toEqual({ draft: "Then it is the left one, which", note: null });
});

test("a copy that is behind about one name is believed about another, and only there", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  steady.setItem(NOTE, "Old");
  await settled();
  disk.fails = true;
  steady.setItem(NOTE, "New, which the copy never had");
  await settled();
  const before = visited();
  disk.fails = false;
  new Steady(disk).setItem(DRAFT, "In another tab");
  await settled();
  dies(before);
  expect(await begun(disk)).toEqual({ draft: "In another tab", note: "New, which the copy never had" });
});

test("what the copy never had stays, whoever kept it", async () => {
  dies({ [DRAFT]: "From before there was a copy", [FOREIGN]: "A visitor's" });
  const disk = new Disk();
  const steady = new Steady(disk);
  await steady.restore();
  steady.setItem(NOTE, "Since");
  await settled();
  dies({ [DRAFT]: "From before there was a copy", [FOREIGN]: "A visitor's" });
  expect(await begun(disk)).toEqual({ draft: "From before there was a copy", note: "Since" });
  expect(localStorage.getItem(FOREIGN)).toBe("A visitor's");
  expect([...disk.kept.keys()]).not.toContain(FOREIGN);
});

test("a commit that failed goes with the next", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  disk.fails = true;
  steady.setItem(DRAFT, "Kept");
  await settled();
  disk.fails = false;
  steady.setItem(NOTE, "Too");
  await settled();
  dies({});
  expect(await begun(disk)).toEqual({ draft: "Kept", note: "Too" });
});

test("what comes during a commit goes with the next, together", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  for (let n = 0; n < 100; n += 1) steady.setItem(DRAFT, "x".repeat(n));
  await settled();
  expect(disk.commits).toBe(2);
  expect(disk.kept.get(DRAFT)?.text).toHaveLength(99);
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
  expect((await begun(disk)).draft).toBe("After");
});

test("a copy that answers late keeps no page from beginning, and is heard where nothing was written since", async () => {
  const disk = new Disk();
  const steady = new Steady(disk);
  steady.setItem(DRAFT, "Before");
  steady.setItem(NOTE, "Before");
  await settled();
  dies({});
  let answer = () => {};
  disk.answers = new Promise((done) => {
    answer = done;
  });
  const anew = new Steady(disk);
  await anew.restore();
  expect(anew.getItem(DRAFT)).toBeNull();
  anew.setItem(NOTE, "Since");
  answer();
  await settled();
  expect([anew.getItem(DRAFT), anew.getItem(NOTE)]).toEqual(["Before", "Since"]);
});

test("what was forgotten long ago is remembered nowhere", async () => {
  let now = 1_000_000;
  const steady = new Steady(
    new Disk(),
    () => localStorage,
    () => now,
  );
  for (const name of [NOTE, DRAFT]) {
    steady.setItem(name, "Sent");
    steady.removeItem(name);
    now += 700_000;
  }
  expect(JSON.stringify(visited())).not.toContain(NOTE);
});

test("without a copy the storage is what it always was", async () => {
  const none: Copy = { read: () => Promise.reject(), write: () => Promise.reject() };
  const steady = new Steady(none);
  await steady.restore();
  steady.setItem(DRAFT, "Kept");
  await settled();
  expect(localStorage.getItem(DRAFT)).toBe("Kept");
});
