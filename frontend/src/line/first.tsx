/** The first run: nobody has ever called. It shows how they can, and how to try it. */

import { api } from "../api";
import { useConsole } from "../console";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { Copy } from "../ui/copy";
import { useFetched } from "../ui/fetched";
import * as words from "../words";

export function FirstRun({ seat, desk }: { readonly seat: Seat; readonly desk: Desk }) {
  const { me } = useConsole();
  const owner = me.sites.find((site) => site.key === seat.key)?.role === "owner";
  const { value: site } = useFetched(() => api.site(seat.key), `site ${seat.key}`);
  return (
    <div class="first scroll">
      <h2>{words.first.title}</h2>
      {desk.me.presence === "away" && (
        <p>
          {words.first.away}{" "}
          <button type="button" class="btn" onClick={() => seat.setPresence("available", desk.me.capacity)}>
            {words.first.here}
          </button>
        </p>
      )}
      {owner && site ? (
        <>
          <p>{words.first.paste}</p>
          <pre class="tag-text">
            <code>{site.tag}</code>
          </pre>
          <Copy text={site.tag} label={words.settings.copy} />
        </>
      ) : (
        <p>{words.first.askOwner}</p>
      )}
      {site && (
        <>
          <p>{words.first.try}</p>
          <a class="btn" href={site.talk_url} target="_blank" rel="noopener">
            {words.first.open}
          </a>
        </>
      )}
    </div>
  );
}
