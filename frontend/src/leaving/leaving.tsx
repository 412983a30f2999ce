/** Who left, when, and what they said about it: a plain list, the latest first. */

import { useState } from "preact/hooks";
import { clock, day } from "../../../widget/src/paper/times";
import { api, type Departure } from "../api";
import type { Seat } from "../desk/seat";
import { pathTo } from "../route";
import { inWords, Show, useFetched } from "../ui/fetched";
import { useNow } from "../ui/tick";
import * as words from "../words";

/** How often the list is asked for anew while somebody looks at it. */
const EVERY_MS = 15_000;

export function Leaving({ seat }: { readonly seat: Seat }) {
  const newest = useFetched(() => api.departures(seat.key), `departures ${seat.key}`, { everyMs: EVERY_MS });
  const [older, setOlder] = useState<{ readonly all: readonly Departure[]; readonly more: boolean } | null>(
    null,
  );
  const [wrong, setWrong] = useState("");
  const earlier = async (before: number) => {
    try {
      const { departures, more } = await api.departures(seat.key, before);
      setOlder({ all: [...(older?.all ?? []), ...departures], more });
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <main class="main">
      <h1>{words.leaving.title}</h1>
      <p class="quiet">{words.leaving.sub}</p>
      <Show of={newest}>
        {({ departures, more }) => {
          const all = joined(departures, older?.all ?? []);
          const last = all.at(-1);
          if (!last) return <Empty />;
          return (
            <>
              <Table seat={seat} all={all} />
              {(older?.more ?? more) && (
                <button type="button" class="btn further" onClick={() => earlier(last.at)}>
                  {words.leaving.more}
                </button>
              )}
            </>
          );
        }}
      </Show>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </main>
  );
}

/** Both pages as one list: what moved from one to the other meanwhile stands in it once. */
function joined(newest: readonly Departure[], older: readonly Departure[]): readonly Departure[] {
  const seen = new Set(newest.map(({ id }) => id));
  return [...newest, ...older.filter(({ id }) => !seen.has(id))];
}

function Empty() {
  return (
    <div class="nothing">
      <p>{words.leaving.empty}</p>
      <p class="quiet">{words.leaving.emptyHint}</p>
    </div>
  );
}

function Table({ seat, all }: { readonly seat: Seat; readonly all: readonly Departure[] }) {
  const now = useNow(60_000);
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{words.leaving.when}</th>
          <th scope="col">{words.leaving.who}</th>
          <th scope="col">{words.leaving.reason}</th>
          <th scope="col">{words.leaving.receipt}</th>
          <th scope="col">{words.leaving.talk}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr key={one.id}>
            <td class="num" data-name={words.leaving.when}>
              {day(one.at, now)}, {clock(one.at)}
            </td>
            <td data-name={words.leaving.who}>
              <bdi>{one.visitor.name}</bdi>
            </td>
            <td data-name={words.leaving.reason}>
              {one.reason ? (
                (words.leaving.reasons[one.reason] ?? one.reason)
              ) : (
                <span class="faint">{words.leaving.none}</span>
              )}
              {one.words && (
                <q class="talk words" dir="auto">
                  {one.words}
                </q>
              )}
            </td>
            <td class="mono" data-name={words.leaving.receipt}>
              {one.number}
            </td>
            <td data-name={words.leaving.talk}>
              {one.conversation ? (
                <a href={pathTo(seat.key, "line", one.conversation)}>{words.leaving.open}</a>
              ) : (
                <span class="faint">{words.leaving.noTalk}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
