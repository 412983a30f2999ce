/** What comes by HTTP: on its way, here, or not to be had, with words and a way on. */

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api";
import * as words from "../words";

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

interface State<T> {
  readonly about: string;
  readonly value: T | null;
  readonly error: string | null;
}

/**
 * `about` names what is fetched: what came for another name is never shown under this one.
 * It is fetched again when `mark` changes, and what is there stays in sight meanwhile.
 */
export function useFetched<T>(
  fetch: () => Promise<T>,
  about: string,
  { everyMs = 0, mark = "" }: { readonly everyMs?: number; readonly mark?: string } = {},
): Fetched<T> {
  const [state, setState] = useState<State<T>>({ about, value: null, error: null });
  const latest = useRef({ fetch, about });
  latest.current = { fetch, about };
  const load = useCallback(async () => {
    const keep = (next: (last: State<T>) => State<T>) => {
      if (latest.current.about === about) setState(next);
    };
    try {
      const value = await latest.current.fetch();
      keep(() => ({ about, value, error: null }));
    } catch (error) {
      keep((last) => ({ about, value: last.about === about ? last.value : null, error: inWords(error) }));
    }
  }, [about]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new mark means that what was fetched is old
  useEffect(() => {
    void load();
    if (everyMs === 0) return;
    const timer = setInterval(() => !document.hidden && load(), everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs, mark]);
  const set = useCallback((value: T) => setState({ about, value, error: null }), [about]);
  const mine = state.about === about;
  return { value: mine ? state.value : null, error: mine ? state.error : null, again: load, set };
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
