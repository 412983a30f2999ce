/**
 * A line where WebSockets are blocked: events come down one long response, commands go up in requests of their own.
 * To the link it is a WebSocket. Fetched only when it is needed; an EventSource would put who one is into the URL.
 */
import type { Line } from "./ports";

/** Frames in one request: so many of the largest fit what the server takes. */
const TOGETHER = 3;

/** Opens streams; thrown away where plain requests are not answered either. */
export async function reach(): Promise<(url: string) => Line> {
  const answer = await fetch("/health/live", { cache: "no-store" });
  if (answer.status >= 500) throw new Error("The server is down.");
  return (url) => new Stream(url);
}

class Stream implements Line {
  readyState = 1;
  onopen: Line["onopen"] = null;
  onmessage: Line["onmessage"] = null;
  onclose: Line["onclose"] = null;
  readonly #url: string;
  readonly #over = new AbortController();
  #waiting: string[] = [];
  #key = "";
  #number = 0;
  #begun = false;
  #posting = false;

  constructor(url: string) {
    this.#url = url.replace(/^ws/, "http").replace("/ws/", "/stream/");
    // Whoever leaves the page says goodbye, as a browser does for a WebSocket.
    addEventListener("pagehide", () => this.close(), { signal: this.#over.signal });
    queueMicrotask(() => this.onopen?.(new Event("open")));
  }

  /** The first frame opens the stream; what follows waits until there is a key to say it with. */
  send(text: string): void {
    if (this.readyState !== 1) return;
    if (this.#begun) {
      this.#waiting.push(text);
      void this.#flush();
    } else {
      this.#begun = true;
      void this.#listen(text);
    }
  }

  close(): void {
    if (this.readyState !== 1) return;
    // A request without frames is a goodbye; it outlives the page.
    if (this.#key) this.#post("", { keepalive: true }).catch(() => {});
    this.#end(1000);
  }

  async #listen(hello: string): Promise<void> {
    try {
      const { signal } = this.#over;
      const answer = await fetch(this.#url, { method: "POST", body: hello, headers: NDJSON, signal });
      if (!answer.ok || !answer.body) return this.#end(1006);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) return this.#end(1006);
        const events = (rest + value).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) this.#hear(event);
      }
    } catch {
      this.#end(1006);
    }
  }

  #hear(event: string): void {
    if (this.readyState !== 1) return;
    const [, name, data = ""] = /^(?:event: (.*)\n)?data: (.*)$/s.exec(event) ?? [];
    if (name === "stream") {
      this.#key = data;
      void this.#flush();
    } else if (name === "close") this.#end(Number(data));
    else if (data) this.onmessage?.(new MessageEvent("message", { data }));
  }

  /** One request at a time, so that what was said first is heard first. */
  async #flush(): Promise<void> {
    if (this.#posting || !this.#key) return;
    this.#posting = true;
    try {
      while (this.#waiting.length && this.readyState === 1) {
        const answer = await this.#post(this.#waiting.splice(0, TOGETHER).join("\n"), {});
        if (answer.status !== 202) return this.#end(1006);
      }
    } catch {
      this.#end(1006);
    } finally {
      this.#posting = false;
    }
  }

  #post(body: string, more: RequestInit): Promise<Response> {
    const headers = { ...NDJSON, "Stream-Key": this.#key, "Stream-Number": String(++this.#number) };
    return fetch(`${this.#url}/say`, { method: "POST", body, headers, ...more });
  }

  #end(code: number): void {
    if (this.readyState !== 1) return;
    this.readyState = 3;
    this.#over.abort();
    this.onclose?.({ code } as CloseEvent);
  }
}

const NDJSON = { "Content-Type": "application/x-ndjson" };
