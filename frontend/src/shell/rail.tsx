/** Where one can go. At a console's side on a desk, at its foot on a phone. */

import { door, Icon } from "../../../widget/src/paper/icons";
import { useConsole, useRoute, useView } from "../console";
import { waitingIn } from "../desk/order";
import type { Seat } from "../desk/seat";
import { takesCalls } from "../person/present";
import { type Page, pathTo } from "../route";
import { chat, gear, people, week } from "../ui/icons";
import { Logo } from "../ui/logo";
import * as words from "../words";
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
  const view = useView(seat);
  const { desk } = view;
  const waiting = desk ? waitingIn(desk) : 0;
  return (
    <nav class="rail" aria-label={words.rail.label}>
      <div class="top">
        {me.sites.length > 1 ? <SiteMenu seat={seat} /> : <Logo lifted={takesCalls(view)} />}
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
