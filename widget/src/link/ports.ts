/** The world around the link, so that tests can put one in its place that obeys. */

/** What a line is made of: as much of a WebSocket as is needed. */
export interface Line {
  readonly readyState: number;
  onopen: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onclose: ((event: CloseEvent) => unknown) | null;
  send(text: string): void;
  close(): void;
}

export interface Ports {
  readonly socket: (url: string) => Line;
  /** What opens streams instead, where WebSockets are blocked; it fails where all requests do. */
  readonly stream: () => Promise<(url: string) => Line>;
  readonly random: () => number;
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
  /** Calls `act` when the page says that the network came or went, or that it is looked at again. */
  readonly watch: (act: (what: "online" | "offline" | "visible") => void) => () => void;
}

/** The ports of a real page. */
export const PAGE: Ports = {
  socket: (url) => new WebSocket(url),
  stream: async () => (await import("./stream")).reach(),
  random: Math.random,
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  watch: (act) => {
    const online = () => act("online");
    const offline = () => act("offline");
    const looked = () => document.visibilityState === "visible" && act("visible");
    addEventListener("online", online);
    addEventListener("offline", offline);
    document.addEventListener("visibilitychange", looked);
    return () => {
      removeEventListener("online", online);
      removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", looked);
    };
  },
};
