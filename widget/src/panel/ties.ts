/** What ties the panel to the page around it and to time: hooks of the one `App`. */
import { useEffect, useRef, useState } from "preact/hooks";
import { initials, tint } from "../paper/face";
import type { LastWords } from "../post";
import type { Host } from "./host";
import type { Session } from "./session";
import { cursor, goesOn, type State } from "./state";
import { unreadCount } from "./views/log";

/** A drop shorter than this is not worth a word. */
const PATIENCE_MS = 1_200;

/** Whether the panel is before the visitor's eyes: opened, and the tab in front. */
export function useLooking(host: Host | null): boolean {
  const [shown, setShown] = useState(host === null);
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => host?.hear((message) => message.type === "shown" && setShown(message.shown)), [host]);
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return shown && visible;
}

/** Whether the line is down long enough to say so. */
export function useDown(session: Session): boolean {
  const lost = session.link.state === "dropped" || session.link.state === "connecting";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!lost) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return lost && late;
}

/** The seq after which all was new when the visitor came to look; null when nothing was. */
export function useNewAfter(state: State, looking: boolean): number | null {
  const [after, setAfter] = useState<number | null>(null);
  useEffect(() => {
    if (looking) setAfter(unreadCount(state) > 0 ? (state.talk?.read ?? null) : null);
  }, [looking, state.talk?.id]);
  return after;
}

/** Tells the page around us what its launcher shows. */
export function useNews(session: Session, host: Host | null): void {
  const { state } = session;
  const count = unreadCount(state);
  const known = state.me !== null;
  const here = state.here.length > 0;
  const ongoing = goesOn(state);
  const newest = state.talk ? cursor(state.talk) : 0;
  useEffect(() => {
    if (known) host?.tell({ type: "here", here });
  }, [host, known, here]);
  useEffect(() => {
    if (known) host?.tell({ type: "ongoing", ongoing });
  }, [host, known, ongoing]);
  useEffect(() => {
    if (known) host?.tell({ type: "unread", count, last: count ? lastWords(state) : null });
    if (!host) document.title = document.title.replace(/^(\(\d+\) )?/, count ? `(${count}) ` : "");
  }, [host, known, count, newest]);
}

function lastWords({ talk }: State): LastWords | null {
  const last = talk?.entries.findLast(({ by, body }) => by.kind === "agent" && body.type === "message");
  if (last?.body.type !== "message") return null;
  const { name, id } = last.by;
  return { name, letters: initials(name), tint: tint(id).trim(), words: last.body.text.slice(0, 200) };
}

/** Asks for just the height of the first screen, and for all there is after it. */
export function useHeight(host: Host | null, short: boolean): void {
  const asked = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (!host) return;
    const ask = () => {
      const parts = [...document.querySelectorAll<HTMLElement>(".bp.first > *")];
      const height = short ? parts.reduce((sum, part) => sum + part.offsetHeight, 0) : null;
      if (height !== asked.current) host.tell({ type: "height", height });
      asked.current = height;
    };
    ask();
    if (!short) return;
    const watch = new ResizeObserver(ask);
    for (const part of document.querySelectorAll(".bp.first > *")) watch.observe(part);
    return () => watch.disconnect();
  }, [host, short]);
}

type Later = typeof import("./views/later");

/** The screens that are fetched once the line is up. */
export function useLater(needed: boolean): Later | null {
  const [later, setLater] = useState<Later | null>(null);
  useEffect(() => {
    if (needed) import("./views/later").then(setLater, () => setLater(null));
  }, [needed]);
  return later;
}
