/** An ordinary week: how long people waited for a person, and how many of us each hour needs. */

import { useState } from "preact/hooks";
import { useView } from "../console";
import type { Seat } from "../desk/seat";
import { Show, useFetched } from "../ui/fetched";
import { longSpan } from "../ui/span";
import { Advice } from "./advice";
import { fetchWeek, type Week } from "./api";
import { Day } from "./day";
import { Heat } from "./heat";
import { wait } from "./rules";
import "./week.css";
import { say } from "./words";

const SPANS = [4, 8, 12, 26, 52] as const;
const USUAL = 12;

export function WeekPage({ seat }: { readonly seat: Seat }) {
  useView(seat);
  const [weeks, setWeeks] = useState<number>(USUAL);
  const week = useFetched(() => fetchWeek(seat.key, weeks), `week ${seat.key} ${weeks}`);
  return (
    <main class="main week">
      <div class="top">
        <div>
          <h1>{say.title}</h1>
          {week.value && <p class="quiet">{say.sub(weeks, longSpan(week.value.goal_s * 1_000))}</p>}
        </div>
        <label>
          {say.span}{" "}
          <select
            class="input"
            value={weeks}
            onChange={(event) => setWeeks(Number(event.currentTarget.value))}
          >
            {SPANS.map((n) => (
              <option key={n} value={n}>
                {say.weeks(n)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Show of={week}>{(found) => (found.totals.arrivals === 0 ? <Nobody /> : <Told week={found} />)}</Show>
    </main>
  );
}

function Nobody() {
  return (
    <div class="nothing">
      <p>{say.none}</p>
      <p class="quiet">{say.noneHint}</p>
    </div>
  );
}

function Told({ week }: { readonly week: Week }) {
  const { totals } = week;
  const [day, setDay] = useState(0);
  return (
    <>
      <div class="figures">
        <p>
          <b class="num">{totals.median_ms === null ? say.unanswered : wait(totals.median_ms)}</b>
          {say.half}
        </p>
        <p>
          <b class="num">{totals.p90_ms === null ? say.unanswered : wait(totals.p90_ms)}</b>
          {say.nine}
        </p>
        <p>
          <b class="num">{say.gaveUp(totals.gave_up, totals.arrivals)}</b>
          {say.gaveUpIs}
        </p>
      </div>
      {!week.enough && <p class="quiet not-yet">{say.notYet}</p>}
      <Heat week={week} />
      <p class="zone faint t12">{say.zone(week.zone)}</p>
      {week.enough && <Advice week={week} />}
      <Day week={week} day={day} onDay={setDay} />
    </>
  );
}
