/** What ties the panel to the page around it and to time: hooks of the one `App`. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { initials, tint } from "../paper/face";
import type { LastWords } from "../post";
import type { PublicEntry } from "../wire/wire";
import type { Host } from "./host";
import type { Session } from "./session";
import { goesOn, type State } from "./state";
import { unreadCount } from "./views/log";

/** A drop shorter than this is not worth a word. */
const PATIENCE_MS = 1_200;

/** Whether the panel is open, and whether it is before the visitor's eyes: open in a tab that is in front. */
export function useLooking(host: Host | null): { readonly shown: boolean; readonly looking: boolean } {
  const [shown, setShown] = useState(host === null);
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => host?.hear((message) => message.type === "shown" && setShown(message.shown)), [host]);
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return { shown, looking: shown && visible };
}

/** Where a screen took the focused element away with it, the focus stays in the panel, and so does Escape. */
export function useFocusKept(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.hasFocus() && document.activeElement === document.body) panel.current?.focus();
  });
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
  const latest = useRef(state);
  latest.current = state;
  const id = state.talk?.id;
  useEffect(() => {
    const { talk } = latest.current;
    if (looking) setAfter(talk?.id === id && unreadCount(latest.current) > 0 ? (talk?.read ?? null) : null);
  }, [looking, id]);
  return after;
}

/** Tells the page around us what its launcher shows. */
export function useNews(session: Session, host: Host | null): void {
  const { state } = session;
  const count = unreadCount(state);
  const known = state.me !== null;
  const here = state.presence.ids.length > 0;
  const ongoing = goesOn(state);
  const last = count ? lastOfTeam(state) : undefined;
  useEffect(() => {
    if (known) host?.tell({ type: "here", here });
  }, [host, known, here]);
  useEffect(() => {
    if (known) host?.tell({ type: "ongoing", ongoing });
  }, [host, known, ongoing]);
  useEffect(() => {
    if (known) host?.tell({ type: "unread", count, last: last ? asWords(last) : null });
    if (!host) document.title = document.title.replace(/^(\(\d+\) )?/, count ? `(${count}) ` : "");
  }, [host, known, count, last]);
}

function lastOfTeam({ talk }: State): PublicEntry | undefined {
  return talk?.entries.findLast(({ by, body }) => by.kind === "agent" && body.type === "message");
}

function asWords({ by: { name, id }, body }: PublicEntry): LastWords {
  const words = body.type === "message" ? body.text.slice(0, 200) : "";
  return { name, letters: initials(name), face: colours(id), words };
}

/** Asks for just the height of the first screen, and for all there is after it. */
export function useHeight(host: Host | null, short: boolean): void {
  const asked = useRef("");
  useEffect(() => {
    if (!host) return;
    const ask = () => {
      const parts = [...document.querySelectorAll<HTMLElement>(".bp.first > *")];
      const height = short ? `${parts.reduce((sum, part) => sum + part.offsetHeight, 0)}px` : "100dvh";
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

export type Later = typeof import("./views/later");

/** What no first open needs: fetched once the line is `up`, or as soon as it is needed; tried again with each new line. */
export function useLater(needed: boolean, up: boolean): Later | null {
  const [later, setLater] = useState<Later | null>(null);
  useEffect(() => {
    if (needed || up) import("./views/later").then(setLater, () => {});
  }, [needed, up]);
  return later;
}

/** The colours of a face, for a page that has not our style. */
function colours(id: string): string {
  const face = document.body.appendChild(document.createElement("span"));
  face.className = `face${tint(id)}`;
  const { backgroundColor, color } = getComputedStyle(face);
  face.remove();
  return `background:${backgroundColor};color:${color}`;
}
