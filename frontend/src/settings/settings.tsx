/** How a site meets its visitors: its tag, the addresses it may stand on, its name and colour. */

import { api, type Site, type SiteChange } from "../api";
import { useConsole, useView } from "../console";
import type { Seat } from "../desk/seat";
import { Beside } from "../shell/beside";
import { Show, useFetched } from "../ui/fetched";
import * as words from "../words";
import { AddSite } from "./addsite";
import { Look } from "./look";
import { Origins } from "./origins";
import { Tag } from "./tag";

/** How often it is asked where the tag was seen, while somebody looks. */
const EVERY_MS = 3_000;

/** Saves a change, and shows the site as it then is. */
export type Save = (change: SiteChange) => Promise<void>;

export function SettingsPage({ seat }: { readonly seat: Seat }) {
  const { me } = useConsole();
  const { desk } = useView(seat);
  const site = useFetched(() => api.site(seat.key), `site ${seat.key}`, { everyMs: EVERY_MS });
  const role = desk?.me.role ?? me.sites.find(({ key }) => key === seat.key)?.role;
  const save: Save = async (change) => site.set(await api.changeSite(seat.key, change));
  return (
    <main class="main">
      <Beside site={seat.key} of="settings" />
      <h1>{words.settings.title}</h1>
      <p class="quiet">{words.settings.sub(desk?.siteName ?? "")}</p>
      <Show of={site}>
        {(found: Site) =>
          role === "owner" ? (
            <>
              <Tag site={found} save={save} />
              <Origins site={found} save={save} />
              <Look key={found.key} site={found} save={save} />
              <AddSite />
            </>
          ) : (
            <>
              <p class="quiet">{words.settings.readOnly}</p>
              <Tag site={found} save={null} />
            </>
          )
        }
      </Show>
    </main>
  );
}
