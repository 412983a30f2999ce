/** The world around the link, so that tests can put one in its place that obeys. */

export interface Ports {
  readonly socket: (url: string) => WebSocket;
  readonly random: () => number;
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
  /** Calls `act` when the page says that the network came or went, or that it is looked at again. */
  readonly watch: (act: (what: "online" | "offline" | "visible") => void) => () => void;
}

/** The ports of a real page. */
export const PAGE: Ports = {
  socket: (url) => new WebSocket(url),
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
