import { describe, expect, it } from "vitest";
import { backoff } from "../../../../widget/src/link/backoff";
import { newId } from "../../../../widget/src/link/ids";
import { Outbox } from "../../../../widget/src/link/outbox";
import { Shelf } from "./fake";

const say = (id: string) => ({ id, text: `words of ${id}` });
const ids = (outbox: Outbox<{ id: string }>) => outbox.items().map(({ command }) => command.id);

/** A storage that holds nothing, as in a private window or when it is full. */
const full: Shelf = Object.assign(new Shelf(), {
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
});
/** A storage that may not even be looked at. */
const forbidden = new Proxy(new Shelf(), {
  get: () => {
    throw new DOMException("no", "SecurityError");
  },
});

describe("an outbox", () => {
  it("keeps the order, even of two in one millisecond", () => {
    const outbox = new Outbox("site", new Shelf(), () => 5);
    for (const id of ["b", "a", "c"]) outbox.put(say(id));
    expect(ids(outbox)).toEqual(["b", "a", "c"]);
  });

  it("survives a reload, refusals and all", () => {
    const shelf = new Shelf();
    const before = new Outbox("site", shelf);
    before.put(say("one"));
    before.put(say("two"));
    before.refuse("one", "out_of_bounds");
    const after = new Outbox<{ id: string; text: string }>("site", shelf);
    expect(after.items()).toEqual(before.items());
    expect(after.due().map(({ command }) => command.id)).toEqual(["two"]);
  });

  it("is shared by two tabs without loss, and what one settles is settled for both", () => {
    const shelf = new Shelf();
    const [one, other] = [new Outbox("site", shelf), new Outbox("site", shelf)];
    one.put(say("from-one"));
    other.put(say("from-other"));
    expect(new Set(ids(one))).toEqual(new Set(["from-one", "from-other"]));
    other.settle("from-one");
    expect(ids(one)).toEqual(["from-other"]);
  });

  it("lets words go out even when the clock was set back since", () => {
    const shelf = new Shelf();
    new Outbox("site", shelf, () => 86_400_000).put(say("one"));
    const after = new Outbox("site", shelf, () => 1_000);
    expect(after.due()).toHaveLength(1);
    expect(after.due(10_000)).toHaveLength(1);
  });

  it("never mixes two sites", () => {
    const shelf = new Shelf();
    new Outbox("site-1", shelf).put(say("one"));
    expect(ids(new Outbox("site-2", shelf))).toEqual([]);
    expect(ids(new Outbox("site", shelf))).toEqual([]);
  });

  it.each([
    ["is full", full],
    ["throws", forbidden],
    ["is absent", null],
  ])("keeps words in memory and says so when the storage %s", (_, shelf) => {
    const outbox = new Outbox("site", shelf);
    outbox.put(say("one"));
    outbox.refuse("one", "too_long");
    expect(outbox.lasting).toBe(false);
    expect(outbox.items()).toMatchObject([{ command: say("one"), refused: "too_long" }]);
    outbox.settle("one");
    expect(outbox.items()).toEqual([]);
  });

  it("passes over what it cannot read", () => {
    const shelf = new Shelf();
    shelf.setItem("site/out/one", "{");
    shelf.setItem("site/out/two", '{"command":{}}');
    expect(ids(new Outbox("site", shelf))).toEqual([]);
  });

  it("tells which storage events are about it", () => {
    const outbox = new Outbox("site", new Shelf());
    expect([null, "site/out/one", "site/token", "site-2/out/one"].map((key) => outbox.concerns(key))).toEqual(
      [true, true, false, false],
    );
  });
});

describe("the small parts", () => {
  it("makes ids that the wire takes, and never the same", () => {
    const made = new Set(Array.from({ length: 500 }, newId));
    expect(made.size).toBe(500);
    for (const id of made) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it("never waits longer than its cap, however often it tried", () => {
    expect(backoff(10_000, () => 1)).toBe(15_000);
    expect(backoff(0, () => 0)).toBe(0);
  });
});
