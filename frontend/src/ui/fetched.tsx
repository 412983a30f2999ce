/** What comes by HTTP: on its way, here, or not to be had, with words and a way on. */

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiError } from "../api";
import { words } from "../words";

export interface Fetched<T> {
  readonly value: T | null;
  readonly error: string | null;
  readonly again: () => void;
  readonly set: (value: T) => void;
}

/** An error of the API in words for a person. */
export function inWords(error: unknown): string {
  if (!(error instanceof ApiError)) return words.wrong.other;
  if (error.status === 0) return words.wrong.unreachable;
  if (error.detail) return error.detail;
  if (error.status === 403) return words.wrong.forbidden;
  return error.status === 404 ? words.wrong.gone : words.wrong.other;
}

export function useFetched<T>(fetch: () => Promise<T>, about: string, everyMs = 0): Fetched<T> {
  const [state, setState] = useState<{ about: string; value: T | null; error: string | null }>({
    about,
    value: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is fetched is named by `about`.
  useEffect(() => {
    let over = false;
    const load = async () => {
      try {
        const value = await fetch();
        if (!over) setState({ about, value, error: null });
      } catch (error) {
        if (!over)
          setState((last) => ({
            about,
            value: last.about === about ? last.value : null,
            error: inWords(error),
          }));
      }
    };
    void load();
    const timer = everyMs > 0 ? setInterval(() => !document.hidden && load(), everyMs) : undefined;
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [about, round, everyMs]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  const set = useCallback((value: T) => setState({ about, value, error: null }), [about]);
  // What was fetched for another site is never shown for this one.
  const mine = state.about === about;
  return { value: mine ? state.value : null, error: mine ? state.error : null, again, set };
}

/** Draws what came, or says why it did not. */
export function Show<T>({
  of,
  children,
}: {
  readonly of: Fetched<T>;
  readonly children: (value: T) => ComponentChildren;
}) {
  if (of.value !== null) return <>{children(of.value)}</>;
  if (of.error === null) return <p class="quiet">{words.talk.fetching}</p>;
  return (
    <p class="wrong" role="alert">
      {words.wrong.loading} {of.error}{" "}
      <button type="button" class="text u" onClick={of.again}>
        {words.wrong.again}
      </button>
    </p>
  );
}
