/** The heat map: a table of days and hours. Warm is a long wait; an outline, and "1 of 2", is an hour with too few of us. */

import { span } from "../../../widget/src/paper/times";
import type { Hour, Week } from "./api";
import { aloud, happened, hoursShown, isShort, staff, steps, wait, warmth } from "./rules";
import { say } from "./words";

export function Heat({ week }: { readonly week: Week }) {
  return (
    <>
      <p class="legend">
        <span>{say.legend}</span>
        {steps(week.goal_s).map((limit, step) => (
          <span key={limit}>
            <i class="swatch" data-warmth={step} />
            {span(limit)}
          </span>
        ))}
        <span>
          <i class="swatch" data-warmth={4} />
          {say.more}
        </span>
        {week.enough && (
          <span class="last">
            <i class="swatch short" />
            {say.legendShort}
          </span>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is wider than the screen, keys must be able to move it */}
      <section class="around" aria-label={say.caption} tabIndex={0}>
        <table class="heat num">
          <caption class="unseen">{say.caption}</caption>
          <thead>
            <tr>
              <td />
              {say.days.map((name, day) => (
                <th scope="col" key={name}>
                  <abbr title={name}>{say.short[day]}</abbr>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hoursShown(week).map((hour) => (
              <tr key={hour}>
                <th scope="row">{say.clock(hour)}</th>
                {week.hours.map((day, at) => (
                  <Cell key={say.days[at]} hour={day[hour]} goalS={week.goal_s} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ hour, goalS }: { readonly hour: Hour | undefined; readonly goalS: number }) {
  if (!hour || !happened(hour)) {
    return (
      <td class="still">
        <span class="unseen">{say.quiet}</span>
      </td>
    );
  }
  return (
    <td class={isShort(hour) ? "short" : undefined} data-warmth={warmth(hour, goalS)}>
      <span aria-hidden="true">
        <b>{wait(hour.p90_ms)}</b>
        {staff(hour)}
      </span>
      <span class="unseen">{aloud(hour)}</span>
    </td>
  );
}
