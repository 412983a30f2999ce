/** A line that opens, beats, breaks and is dialled again, and the words it keeps. Long, because it is one list of what may befall it. */
import { beforeEach, describe, expect, it } from "vitest";
import { Link } from "../../../../widget/src/link/link";
import { Outbox } from "../../../../widget/src/link/outbox";
import { Shelf, World } from "./fake";

type Word =
  | { type: "hello" }
  | { type: "beat"; n: number }
  | { type: "typing" }
  | { type: "say"; id: string; text: string };
type Heard = { type: string; id?: string };

const WELCOME = { type: "welcome", limits: { beat_ms: 10_000 } };

let world: World;
let outbox: Outbox<Extract<Word, { id: string }>>;
let heard: string[];
let link: Link<Word, Heard>;
let clock: number;

beforeEach(() => {
  world = new World();
  heard = [];
  clock = 1_000;
  outbox = new Outbox("test", new Shelf(), () => clock);
  link = new Link<Word, Heard>({
    url: "ws://here/ws",
    hello: () => ({ type: "hello" }),
    outbox,
    settles: (event) => (event.type === "acked" && event.id ? [event.id] : []),
    heard: (event) => heard.push(event.type),
    changed: () => {},
    ports: world.ports,
  });
});

function connect(): void {
  link.open();
  world.socket.opens();
  world.socket.hears(WELCOME);
}

const said = () => world.socket.sent.map((word) => word.id ?? word.type);
const say = (id: string): Extract<Word, { id: string }> => ({ type: "say", id, text: id });

describe("a line", () => {
  it("says hello first and is open only once it is welcome", () => {
    link.open();
    expect(link.state).toBe("connecting");
    world.socket.opens();
    expect(said()).toEqual(["hello"]);
    expect(link.state).toBe("connecting");
    world.socket.hears(WELCOME);
    expect(link.state).toBe("open");
  });

  it("answers every beat with its number", () => {
    connect();
    world.socket.hears({ type: "beat", n: 7 });
    expect(world.socket.sent.at(-1)).toEqual({ type: "beat", n: 7 });
  });

  it("hears nothing more from a socket it gave up", () => {
    connect();
    const old = world.socket;
    link.redial();
    old.hears({ type: "entry" });
    old.ends();
    expect(heard).toEqual(["welcome"]);
    expect(link.state).toBe("connecting");
    expect(world.sockets).toHaveLength(2);
  });

  it("ignores a frame that is no JSON", () => {
    connect();
    world.socket.onmessage?.({ data: "{" });
    expect(link.state).toBe("open");
  });

  it("loses what may be lost while it is down, and says so", () => {
    link.open();
    expect(link.send({ type: "typing" })).toBe(false);
    world.socket.opens();
    world.socket.hears(WELCOME);
    expect(link.send({ type: "typing" })).toBe(true);
  });
});

describe("redialling", () => {
  it("waits a random time under a ceiling that doubles up to fifteen seconds", () => {
    link.open();
    world.chance = 1;
    for (const pause of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const count = world.sockets.length;
      world.socket.ends();
      expect(link.state).toBe("dropped");
      world.passes(pause - 1);
      expect(world.sockets).toHaveLength(count);
      world.passes(1);
      expect(world.sockets).toHaveLength(count + 1);
    }
  });

  it("may come at once: the whole range is random", () => {
    world.chance = 0;
    link.open();
    world.socket.ends();
    world.passes(0);
    expect(world.sockets).toHaveLength(2);
  });

  it("begins with short pauses again only when a line has carried a beat", () => {
    world.chance = 1;
    link.open();
    for (let i = 0; i < 3; i++) {
      world.socket.ends();
      world.passes(15_000);
      world.socket.opens();
      world.socket.hears(WELCOME);
    }
    world.socket.ends();
    world.passes(7_999);
    expect(world.sockets).toHaveLength(4);
    world.passes(1);
    world.socket.opens();
    world.socket.hears(WELCOME);
    world.socket.hears({ type: "beat", n: 1 });
    world.socket.ends();
    world.passes(1_000);
    expect(world.sockets).toHaveLength(6);
  });

  it("is spread as widely as a server asks for that cannot greet everybody, until one does", () => {
    const put_off = { type: "failed", code: "unavailable", about: null, retry_ms: 12_000 };
    world.chance = 1;
    link.open();
    world.socket.opens();
    world.socket.hears(put_off);
    world.socket.ends(4009);
    world.passes(11_999);
    expect(world.sockets).toHaveLength(1);
    world.passes(1);
    expect(world.sockets).toHaveLength(2);
    world.socket.opens();
    world.socket.hears(WELCOME);
    world.socket.ends();
    world.passes(2_000);
    expect(world.sockets).toHaveLength(3);
  });

  it("gives up a socket that is silent for two and a half beats, whatever it says of itself", () => {
    connect();
    world.passes(24_999);
    expect(link.state).toBe("open");
    world.passes(1);
    expect(link.state).toBe("dropped");
    expect(world.socket.closed).toBe(true);
  });

  it("counts the silence from the last frame", () => {
    connect();
    world.passes(20_000);
    world.socket.hears({ type: "beat", n: 1 });
    world.passes(20_000);
    expect(link.state).toBe("open");
  });

  it("gives up a server that never answers a hello", () => {
    link.open();
    world.socket.opens();
    world.passes(25_000);
    expect(link.state).toBe("dropped");
  });

  it("comes early when the network is back or the page is looked at", () => {
    connect();
    world.notices("offline");
    expect(link.state).toBe("dropped");
    world.notices("visible");
    expect(link.state).toBe("connecting");
    world.socket.ends();
    world.notices("online");
    expect(link.state).toBe("connecting");
    expect(world.sockets).toHaveLength(3);
  });

  it("leaves a living line alone when the page is looked at", () => {
    connect();
    world.notices("visible");
    expect(world.sockets).toHaveLength(1);
  });

  it("moves at a random moment within the time it is given, and the line serves until then", () => {
    connect();
    world.socket.hears({ type: "moving", within_ms: 4_000 });
    expect(link.state).toBe("moving");
    expect(link.send({ type: "typing" })).toBe(true);
    world.passes(1_999);
    expect(world.sockets).toHaveLength(1);
    world.passes(1);
    expect(world.sockets).toHaveLength(2);
  });

  it("keeps that moment when the server closes before it", () => {
    connect();
    world.socket.hears({ type: "moving", within_ms: 4_000 });
    world.socket.ends(4001);
    expect(link.state).toBe("moving");
    world.passes(2_000);
    expect(world.sockets).toHaveLength(2);
  });

  it.each([
    [4003, "signed_out"],
    [4008, "foreign_origin"],
  ])("stays away after code %i", (code, why) => {
    connect();
    world.socket.ends(code);
    world.passes(60_000);
    expect([link.state, link.why, world.sockets.length]).toEqual(["refused", why, 1]);
  });

  it("stays away when its hello can never be right", () => {
    link.open();
    world.socket.opens();
    world.socket.hears({ type: "refused", code: "unknown_site", about: null });
    expect([link.state, link.why]).toEqual(["refused", "unknown_site"]);
  });

  it("says hello again after a failure of ours", () => {
    link.open();
    world.socket.opens();
    world.socket.hears({ type: "failed", code: "unavailable", about: null, retry_ms: 500 });
    world.passes(500);
    expect(said()).toEqual(["hello", "hello"]);
  });

  it("stops for good when it is closed", () => {
    connect();
    link.close();
    world.notices("online");
    world.passes(60_000);
    expect([link.state, world.sockets.length]).toEqual(["idle", 1]);
  });
});

describe("where WebSockets are blocked", () => {
  const settled = () => new Promise((done) => setTimeout(done));

  beforeEach(async () => {
    world.up = true;
    link.open();
    link.post(say("first"));
    for (const _ of [1, 2]) {
      world.socket.ends();
      await settled();
      world.passes(2_000);
    }
  });

  it("goes on over a stream by itself, and says there what waited", () => {
    const stream = world.streams[0];
    stream?.opens();
    stream?.hears(WELCOME);
    expect([world.sockets.length, world.streams.length, link.state]).toEqual([2, 1, "open"]);
    expect(stream?.sent.map((word) => word.id ?? word.type)).toEqual(["hello", "first"]);
  });

  it("tries a WebSocket when the network is another", () => {
    world.streams[0]?.opens();
    world.streams[0]?.hears(WELCOME);
    world.notices("online");
    expect([world.sockets.length, world.streams.length]).toEqual([3, 1]);
  });
});

describe("commands that must not be lost", () => {
  it("go out in order after the welcome, before anything newer", () => {
    link.open();
    link.post(say("first"));
    link.post(say("second"));
    world.socket.opens();
    expect(said()).toEqual(["hello"]);
    world.socket.hears(WELCOME);
    link.post(say("third"));
    expect(said()).toEqual(["hello", "first", "second", "third"]);
  });

  it("go out again on the next line until they are acknowledged, and never after", () => {
    connect();
    link.post(say("first"));
    link.post(say("second"));
    world.socket.hears({ type: "acked", id: "first" });
    world.socket.ends();
    world.passes(1_000);
    world.socket.opens();
    world.socket.hears(WELCOME);
    expect(said()).toEqual(["hello", "second"]);
    world.socket.hears({ type: "acked", id: "second" });
    expect(outbox.items()).toEqual([]);
  });

  it("are not sent again when the welcome itself proves them durable", () => {
    const proving = new Link<Word, Heard>({
      url: "",
      hello: () => ({ type: "hello" }),
      outbox,
      settles: (event) => (event.type === "welcome" ? ["first"] : []),
      heard: () => {},
      changed: () => {},
      ports: world.ports,
    });
    outbox.put(say("first"));
    proving.open();
    world.socket.opens();
    world.socket.hears(WELCOME);
    expect(said()).toEqual(["hello"]);
  });

  it("go out again when a beat finds them unacknowledged for longer than a beat", () => {
    connect();
    link.post(say("first"));
    world.socket.hears({ type: "beat", n: 1 });
    expect(said()).toEqual(["hello", "first", "beat"]);
    clock += 10_001;
    world.socket.hears({ type: "beat", n: 2 });
    expect(said()).toEqual(["hello", "first", "beat", "beat", "first"]);
  });

  it("wait as long as the server asks after a failure of ours", () => {
    connect();
    link.post(say("first"));
    world.socket.hears({ type: "failed", code: "unavailable", about: "first", retry_ms: 700 });
    world.passes(699);
    expect(said()).toEqual(["hello", "first"]);
    world.passes(1);
    expect(said()).toEqual(["hello", "first", "first"]);
  });

  it("slow down when the server says too fast", () => {
    connect();
    link.post(say("first"));
    world.socket.hears({ type: "refused", code: "too_fast", about: "first" });
    expect(outbox.find("first")?.refused).toBeNull();
    world.passes(2_000);
    expect(said()).toEqual(["hello", "first", "first"]);
  });

  it("are kept with the reason when they are refused, and go out again only when asked", () => {
    connect();
    link.post(say("first"));
    world.socket.hears({ type: "refused", code: "out_of_bounds", about: "first" });
    expect(outbox.find("first")?.refused).toBe("out_of_bounds");
    link.redial();
    world.socket.opens();
    world.socket.hears(WELCOME);
    expect(said()).toEqual(["hello"]);
    link.again("first", (word) => ({ ...word, text: "mended" }));
    expect(world.socket.sent.at(-1)).toEqual({ type: "say", id: "first", text: "mended" });
  });

  it("are still known when the event that settles them is heard", () => {
    const known: unknown[] = [];
    const listening = new Link<Word, Heard>({
      url: "",
      hello: () => ({ type: "hello" }),
      outbox,
      settles: (event) => (event.id ? [event.id] : []),
      heard: (event) => event.id && known.push(outbox.find(event.id)?.command.text),
      changed: () => {},
      ports: world.ports,
    });
    listening.open();
    world.socket.opens();
    world.socket.hears(WELCOME);
    listening.post(say("first"));
    world.socket.hears({ type: "acked", id: "first" });
    expect(known).toEqual(["first"]);
    expect(outbox.items()).toEqual([]);
  });
});
