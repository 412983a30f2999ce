/** Switching between my sites, with a sign of who rings or waits elsewhere. Nothing else crosses. */

import { down, Icon } from "../../../widget/src/paper/icons";
import { useConsole, useViews } from "../console";
import { callsOf } from "../desk/calls";
import { waitingIn } from "../desk/order";
import type { Seat, View } from "../desk/seat";
import { takesCalls } from "../person/present";
import { pathTo } from "../route";
import { Logo } from "../ui/logo";
import { Menu } from "../ui/menu";
import * as words from "../words";

export function SiteMenu({ seat, named = false }: { readonly seat: Seat; readonly named?: boolean }) {
  const { me } = useConsole();
  const views = useViews();
  const name = me.sites.find((site) => site.key === seat.key)?.name ?? seat.key;
  const elsewhere = views.filter(([other]) => other !== seat).map(([, view]) => stirs(view));
  const rings = elsewhere.some(({ ringing }) => ringing > 0);
  const waits = rings || elsewhere.some(({ waiting }) => waiting > 0);
  const sign = rings ? words.sites.ringsElsewhere : waits ? words.sites.elsewhere : "";
  return (
    <Menu
      kind={named ? "sites named" : "sites"}
      label={`${words.sites.button(name)}${sign && `. ${sign}`}`}
      button={
        <>
          {named ? (
            <>
              <b dir="auto">{name}</b>
              <Icon of={down} small />
            </>
          ) : (
            <Logo lifted={takesCalls(seat.view)} />
          )}
          {waits && <span class={`stir${rings ? " rings" : ""}`} title={sign} />}
        </>
      }
    >
      {(close) => (
        <>
          <h3>{words.sites.title}</h3>
          <ul>
            {views.map(([other, view]) => (
              <li key={other.key}>
                <a
                  class={other === seat ? "on" : ""}
                  href={pathTo(other.key)}
                  aria-current={other === seat ? "true" : undefined}
                  onClick={close}
                >
                  <b dir="auto">{me.sites.find((site) => site.key === other.key)?.name}</b>
                  <span class="quiet">{said(view)}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Menu>
  );
}

function stirs({ desk }: View): { readonly ringing: number; readonly waiting: number } {
  if (!desk) return { ringing: 0, waiting: 0 };
  return { ringing: callsOf(desk).length, waiting: waitingIn(desk) };
}

function said(view: View): string {
  const { ringing, waiting } = stirs(view);
  if (ringing > 0) return words.sites.ringing;
  return waiting > 0 ? words.sites.waiting(waiting) : words.sites.quiet;
}
