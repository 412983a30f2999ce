/** Where one can go. At a console's side on a desk, at its foot on a phone. */

import { door, Icon } from "../../../widget/src/paper/icons";
import { Mark } from "../../../widget/src/paper/mark";
import { useConsole, useRoute, useView } from "../console";
import type { Seat } from "../desk/seat";
import { type Page, pathTo } from "../route";
import { chat, gear, people, week } from "../ui/icons";
import { words } from "../words";
import { PresenceMenu } from "./presence";
import { SiteMenu } from "./sites";

const PLACES: readonly (readonly [Page, string, string])[] = [
  ["line", words.rail.line, chat],
  ["leaving", words.rail.leaving, door],
  ["team", words.rail.team, people],
  ["week", words.rail.week, week],
  ["settings", words.rail.settings, gear],
];

/** Pages that stand beside another: the rail shows where they belong. */
const BESIDE: Partial<Record<Page, Page>> = { roster: "team", routing: "settings" };

export function Rail({ seat }: { readonly seat: Seat }) {
  const { me } = useConsole();
  const { page } = useRoute();
  const home = page && (BESIDE[page] ?? page);
  const { desk, line } = useView(seat);
  let waiting = 0;
  for (const row of desk?.rows.values() ?? [])
    if (row.state === "waiting" || row.state === "ringing") waiting += 1;
  return (
    <nav class="rail" aria-label={words.rail.label}>
      <div class="top">
        {me.sites.length > 1 ? (
          <SiteMenu seat={seat} />
        ) : (
          <span class="logo">
            <Mark lifted={line === "open" && desk?.me.presence === "available"} width={24} />
          </span>
        )}
      </div>
      {PLACES.map(([place, name, icon]) => (
        <a
          key={place}
          class={`to${home === place ? " on" : ""}`}
          href={pathTo(seat.key, place)}
          aria-current={page === place ? "page" : home === place ? "true" : undefined}
        >
          <Icon of={icon} />
          {name}
          {place === "line" && waiting > 0 && (
            <span class="n num">
              <span aria-hidden="true">{waiting > 99 ? "99+" : waiting}</span>
              <span class="unseen">{words.waitingCount(waiting)}</span>
            </span>
          )}
        </a>
      ))}
      {desk && <PresenceMenu seat={seat} desk={desk} />}
    </nav>
  );
}
