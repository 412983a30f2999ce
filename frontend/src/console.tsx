/** What every part of the console can reach: who I am, my seats, the site on the screen, and the bell. */

import { createContext } from "preact";
import { useContext, useLayoutEffect, useReducer } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me } from "./api";
import type { Seat, View } from "./desk/seat";
import type { Bell } from "./ring/bell";
import { type Page, pathTo, type Route, routeOf } from "./route";

export interface Console {
  readonly me: Me;
  readonly seats: ReadonlyMap<string, Seat>;
  readonly bell: Bell;
  /** Asks anew who I am and where I belong. */
  readonly reload: () => Promise<void>;
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (!found) throw new Error("outside of the console");
  return found;
}

/** Draws anew whenever something of these seats changes, also between the drawing and the listening. */
function useWatching(seats: readonly Seat[]): void {
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0);
  const drawn = seats.map((seat) => seat.view);
  useLayoutEffect(() => {
    const stops = seats.map((seat) => seat.subscribe(() => again(undefined)));
    if (seats.some((seat, at) => seat.view !== drawn[at])) again(undefined);
    return () => {
      for (const stop of stops) stop();
    };
  });
}

export function useView(seat: Seat): View {
  useWatching([seat]);
  return seat.view;
}

/** The views of all my sites. */
export function useViews(): readonly (readonly [Seat, View])[] {
  const seats = [...useConsole().seats.values()];
  useWatching(seats);
  return seats.map((seat) => [seat, seat.view] as const);
}

export function useRoute(): Route {
  return routeOf(useLocation().path);
}

export function useGo(): (key: string, page?: Page, conversation?: string) => void {
  const { route } = useLocation();
  return (key, page, conversation) => route(pathTo(key, page, conversation));
}
