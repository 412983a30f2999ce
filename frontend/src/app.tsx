/** The console: who I am first, then a seat at each of my sites, then the page. */

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso";
import { ApiError, api, type Me } from "./api";
import { ConsoleContext, useConsole, useRoute } from "./console";
import { Seat } from "./desk/seat";
import { commandOf, focusOf, run } from "./keys";
import { readPrefs } from "./prefs";
import { Bell } from "./ring/bell";
import { tapFor } from "./ring/tap";
import { pathTo } from "./route";
import { Shell } from "./shell/shell";
import * as words from "./words";

const RETRY_MS = 3_000;

export function App() {
  const [me, setMe] = useState<Me | null>(null);
  const [down, setDown] = useState(false);
  const reload = useCallback(async () => {
    try {
      setMe(await api.me());
      setDown(false);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        location.assign(`/account/login/?next=${encodeURIComponent(location.pathname)}`);
      } else setDown(true);
    }
  }, []);
  useEffect(() => {
    void reload();
  }, [reload]);
  useEffect(() => {
    if (!down || me) return;
    const timer = setInterval(reload, RETRY_MS);
    return () => clearInterval(timer);
  }, [down, me, reload]);
  if (!me) return <p class="waiting-page">{down ? words.cannotStart : words.loading}</p>;
  return (
    <LocationProvider scope="/console">
      <Seated me={me} reload={reload} />
    </LocationProvider>
  );
}

function Seated({ me, reload }: { readonly me: Me; readonly reload: () => Promise<void> }) {
  const bell = useRef<Bell>(undefined);
  bell.current ??= new Bell();
  const seats = useSeats(me, bell.current);
  const value = useMemo(() => ({ me, seats, bell: bell.current as Bell, reload }), [me, seats, reload]);
  useEffect(() => {
    const stroke = (event: KeyboardEvent) => {
      // What a field or a menu made of it is not ours.
      if (event.defaultPrevented) return;
      const command = commandOf(event, focusOf(document.activeElement), readPrefs().singleKeys);
      // Under a dialog nothing acts but what is meant to act anywhere.
      if (document.querySelector("dialog[open]") && !event.altKey) return;
      if (command && run(command)) event.preventDefault();
    };
    addEventListener("keydown", stroke);
    return () => removeEventListener("keydown", stroke);
  }, []);
  return (
    <ConsoleContext.Provider value={value}>
      <Place />
    </ConsoleContext.Provider>
  );
}

/** One seat a site, made once and kept while I belong there. */
function useSeats(me: Me, bell: Bell): ReadonlyMap<string, Seat> {
  const all = useRef(new Map<string, Seat>());
  const seats = useMemo(() => {
    const next = new Map<string, Seat>();
    for (const { key } of me.sites) {
      const seat = all.current.get(key) ?? seated(key, me.user.id, bell);
      next.set(key, seat);
    }
    for (const [key, seat] of all.current) if (!next.has(key)) seat.stop();
    all.current = next;
    return next;
  }, [me, bell]);
  useEffect(() => {
    const stored = (event: StorageEvent) => {
      for (const seat of all.current.values()) seat.storageChanged(event.key);
    };
    addEventListener("storage", stored);
    return () => removeEventListener("storage", stored);
  }, []);
  return seats;
}

function seated(key: string, person: string, bell: Bell): Seat {
  const seat = new Seat(key, person, `${location.origin.replace(/^http/, "ws")}/ws/v1/agent`);
  seat.onEvent = (event) => {
    if (tapFor(event, seat.view.desk)) bell.tap();
  };
  seat.start();
  return seat;
}

/** The site that the address names, or the first of mine. */
function Place() {
  const { me, seats } = useConsole();
  const { key } = useRoute();
  const { route } = useLocation();
  const first = me.sites[0]?.key;
  const seat = key === null ? undefined : seats.get(key);
  useEffect(() => {
    if (key === null && first !== undefined) route(pathTo(first), true);
  }, [key, first, route]);
  if (first === undefined) return <p class="waiting-page">{words.noSites}</p>;
  if (key === null) return null;
  if (seat) return <Shell seat={seat} />;
  return (
    <p class="waiting-page">
      {words.noPage} <a href={pathTo(first)}>{words.toLine}</a>
    </p>
  );
}
