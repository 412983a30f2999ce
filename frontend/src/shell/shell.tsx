/** The frame of one site: the ring above all, the rail at the side, and the page that the address means. */

import { useCallback, useRef, useState } from "preact/hooks";
import { useConsole, useGo, useRoute, useView, useViews } from "../console";
import type { Seat } from "../desk/seat";
import { useCommand } from "../keys";
import { Leaving } from "../leaving/leaving";
import { MePage } from "../me/me";
import { usePrefs } from "../prefs";
import { Band } from "../ring/band";
import { usePassed } from "../ring/passed";
import { allRings, inFront, isHeard, pass, type Ring, take } from "../ring/rings";
import { useBell, useNotices, useTitle } from "../ring/signs";
import { useUnlocked } from "../ring/sound";
import { SettingsPage } from "../settings/settings";
import { TeamPage } from "../team/team";
import { later } from "../ui/later";
import * as words from "../words";
import { KeysHelp } from "./help";
import { LinePage } from "./linepage";
import { Rail } from "./rail";
import { Status } from "./status";

const RosterPage = later(() => import("../roster/roster").then((found) => found.RosterPage));
const WeekPage = later(() => import("../week/week").then((found) => found.WeekPage));
const RoutingPage = later(() => import("../settings/routing").then((found) => found.RoutingPage));

export function Shell({ seat }: { readonly seat: Seat }) {
  const { bell } = useConsole();
  const { page } = useRoute();
  const { desk } = useView(seat);
  const views = useViews();
  const go = useGo();
  const prefs = usePrefs();
  const unlocked = useUnlocked(bell);
  const [help, setHelp] = useState(false);
  const all = allRings(views, seat.key);
  const passed = usePassed(all);
  const rings = useSame(all.filter((ring) => isHeard(ring) && !passed.has(ring)));
  bell.volume = prefs.sound ? prefs.volume : 0;

  const pickUp = useCallback(
    (ring: Ring) => {
      take(ring);
      go(ring.seat.key, "line", ring.row.id);
    },
    [go],
  );
  const notNow = (ring: Ring) => {
    pass(ring);
    passed.add(ring);
  };
  useBell(bell, rings, prefs.sound && unlocked);
  useTitle(words.title(desk?.siteName ?? words.product), rings);
  useNotices(rings, pickUp);
  useCommand(
    "help",
    useCallback(() => setHelp(true), []),
  );
  return (
    <div class={`app${page === "line" ? "" : " page"}`}>
      <Band rings={rings} current={seat.key} onPickUp={pickUp} onNotNow={notNow} />
      <Status seat={seat} />
      {prefs.sound && !unlocked && (
        <p class="strip sound" role="status">
          {words.ring.soundOff}{" "}
          <button type="button" class="text u" onClick={() => bell.unlock()}>
            {words.ring.soundOn}
          </button>
        </p>
      )}
      <Rail seat={seat} />
      {page === "line" && <LinePage key={seat.key} seat={seat} />}
      {page === "leaving" && <Leaving key={seat.key} seat={seat} />}
      {page === "team" && <TeamPage key={seat.key} seat={seat} />}
      {page === "roster" && <RosterPage key={seat.key} seat={seat} />}
      {page === "week" && <WeekPage key={seat.key} seat={seat} />}
      {page === "routing" && <RoutingPage key={seat.key} seat={seat} />}
      {page === "settings" && <SettingsPage key={seat.key} seat={seat} />}
      {page === "me" && <MePage key={seat.key} />}
      {page === null && <main class="main empty">{words.noPage}</main>}
      {help && <KeysHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

/** The same list while the same rings, as they were, are in it; the one in front stays there. */
function useSame(now: readonly Ring[]): readonly Ring[] {
  const last = useRef({ mark: "", rings: now });
  const rings = inFront(now, last.current.rings[0]?.name);
  const mark = rings.map(({ name, row }) => `${name} ${row.head} ${row.promise?.broken}`).join(" ");
  if (mark !== last.current.mark) last.current = { mark, rings };
  return last.current.rings;
}
