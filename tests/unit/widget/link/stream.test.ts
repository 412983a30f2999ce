/** A line over plain requests: what comes down it, what goes up, and how it ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Line } from "../../../../widget/src/link/ports";
import { reach } from "../../../../widget/src/link/stream";

interface Request {
  readonly path: string;
  readonly body: string;
  readonly key: string | null;
  readonly number: string | null;
  answer(status: number): void;
}

let said: Request[];
let opened: string[];
let health: number;
let down: ReadableStreamDefaultController<Uint8Array>;
let line: Line;
let heard: string[];
let ends: number[];

const settled = () => new Promise((done) => setTimeout(done, 5));
const bytes = (text: string) => new TextEncoder().encode(text);
const comes = (text: string) => down.enqueue(bytes(text));
const bodies = () => said.map(({ body }) => body);

beforeEach(async () => {
  [said, opened, heard, ends, health] = [[], [], [], [], 200];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    if (url === "/health/live") return Promise.resolve(new Response("", { status: health }));
    if (!url.endsWith("/say")) {
      opened.push(`${url} ${init.body}`);
      const body = new ReadableStream({
        start: (at) => {
          down = at;
        },
      });
      return Promise.resolve(new Response(body));
    }
    const headers = new Headers(init.headers);
    return new Promise<Response>((resolve) =>
      said.push({
        path: url,
        body: String(init.body),
        key: headers.get("Stream-Key"),
        number: headers.get("Stream-Number"),
        answer: (status) => resolve(new Response("", { status })),
      }),
    );
  });
  line = (await reach())("wss://here/ws/v1/visitor");
  line.onopen = () => line.send("hello");
  line.onmessage = ({ data }) => heard.push(data);
  line.onclose = ({ code }) => ends.push(code);
  await settled();
});

afterEach(() => {
  line.close();
  vi.unstubAllGlobals();
});

describe("a stream", () => {
  it("is not to be had where the server is down", async () => {
    health = 502;
    await expect(reach()).rejects.toThrow();
  });

  it("begins with the hello, and what is said next waits for its key", async () => {
    expect(opened).toEqual(["https://here/stream/v1/visitor hello"]);
    line.send("one");
    await settled();
    expect(said).toEqual([]);
    comes("event: stream\ndata: the-key\n\n");
    await settled();
    expect(said).toMatchObject([
      { path: "https://here/stream/v1/visitor/say", body: "one", key: "the-key", number: "1" },
    ]);
  });

  it("hears each event whole, wherever the network cuts it, and whatever is in it", async () => {
    const events = ['{"type":"é"}', '{"text":"a\u2028b\\n\\n"}', '{"text":"🧵"}'];
    const all = bytes(`event: stream\ndata: k\n\n${events.map((e) => `data: ${e}\n\n`).join("")}`);
    for (const byte of all) down.enqueue(new Uint8Array([byte]));
    await settled();
    expect(heard).toEqual(events);
  });

  it("says one thing after another, a few in one request, each request with the next number", async () => {
    comes("event: stream\ndata: k\n\n");
    for (const text of ["1", "2", "3", "4", "5"]) line.send(text);
    await settled();
    line.send("6");
    for (const count of [1, 2]) {
      await settled();
      expect(said).toHaveLength(count);
      said.at(-1)?.answer(202);
    }
    await settled();
    expect(bodies().join("\n").split("\n")).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(Math.max(...bodies().map((body) => body.split("\n").length))).toBe(3);
    expect(said.map(({ number }) => number)).toEqual(["1", "2"]);
  });

  it.each([409, 410, 503])("is over when a request is answered %i", async (status) => {
    comes("event: stream\ndata: k\n\n");
    line.send("1");
    await settled();
    said[0]?.answer(status);
    await settled();
    expect([ends, line.readyState]).toEqual([[1006], 3]);
    line.send("2");
    await settled();
    expect(said).toHaveLength(1);
  });

  it("ends with the server's code, or with that of a lost line", async () => {
    comes("event: stream\ndata: k\n\nevent: close\ndata: 4003\n\n");
    await settled();
    expect(ends).toEqual([4003]);
  });

  it("is lost when the response ends without one", async () => {
    comes("event: stream\ndata: k\n\n");
    down.close();
    await settled();
    expect(ends).toEqual([1006]);
  });

  it("says goodbye when it is closed, by a request without frames", async () => {
    comes("event: stream\ndata: k\n\n");
    await settled();
    line.close();
    await settled();
    expect(said).toMatchObject([{ body: "", key: "k", number: "1" }]);
    expect(ends).toEqual([1000]);
  });
});
