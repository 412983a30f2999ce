/** One day with all its numbers, for reading where the map is for seeing. */

import type { Hour, Week } from "./api";
import { happened, isShort, many, needed, wait } from "./rules";
import { say } from "./words";

interface DayProps {
  readonly week: Week;
  readonly day: number;
  readonly onDay: (day: number) => void;
}

export function Day({ week, day, onDay }: DayProps) {
  const hours = (week.hours[day] ?? [])
    .map((hour, at) => [at, hour] as const)
    .filter(([, hour]) => happened(hour));
  return (
    <section class="block">
      <h2>{say.dayTitle}</h2>
      <p class="quiet">{say.dayHint}</p>
      <label class="row">
        {say.day}{" "}
        <select class="input" value={day} onChange={(event) => onDay(Number(event.currentTarget.value))}>
          {say.days.map((name, at) => (
            <option key={name} value={at}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {hours.length === 0 ? (
        <p class="quiet">{say.noDay(say.days[day] ?? "")}</p>
      ) : (
        <table class="hourly num">
          <thead>
            <tr>
              <th scope="col">{say.hour}</th>
              {Object.values(say.columns).map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map(([at, hour]) => (
              <HourRow key={at} at={at} hour={hour} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function HourRow({ at, hour }: { readonly at: number; readonly hour: Hour }) {
  return (
    <tr>
      <th scope="row">{say.clock(at)}</th>
      <td>{hour.arrivals}</td>
      <td>{wait(hour.median_ms)}</td>
      <td>{wait(hour.p90_ms)}</td>
      <td>{hour.gave_up}</td>
      <td>{many(hour.there)}</td>
      <td>
        {needed(hour) || say.notKnown} {isShort(hour) && <b>{say.isShort}</b>}
      </td>
    </tr>
  );
}
