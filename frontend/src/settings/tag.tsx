/** The tag to paste, and whether it works where it was pasted. */

import { useState } from "preact/hooks";
import { span } from "../../../widget/src/paper/times";
import type { Sighting, Site } from "../api";
import { Copy } from "../ui/copy";
import { inWords } from "../ui/fetched";
import * as words from "../words";
import type { Save } from "./settings";

export function Tag({ site, save }: { readonly site: Site; readonly save: Save | null }) {
  return (
    <section class="block">
      <h2>{words.settings.tag}</h2>
      <p class="quiet">{words.settings.tagHint}</p>
      <pre class="tag-text">
        <code>{site.tag}</code>
      </pre>
      <Copy text={site.tag} label={words.settings.copy} />
      <div class="sightings" role="status">
        {site.sightings.length === 0 && <p class="quiet">{words.settings.neverSeen}</p>}
        {latest(site.sightings).map((sighting) => (
          <Seen key={sighting.origin} sighting={sighting} site={site} save={save} />
        ))}
      </div>
      <p class="quiet">
        {words.settings.talk}{" "}
        <a href={site.talk_url} target="_blank" rel="noopener">
          {site.talk_url}
        </a>
      </p>
    </section>
  );
}

/** Each address once, as it was seen last; the newest first. */
export function latest(sightings: readonly Sighting[]): readonly Sighting[] {
  const found = new Map<string, Sighting>();
  for (const sighting of [...sightings].sort((a, b) => b.at - a.at)) {
    if (!found.has(sighting.origin)) found.set(sighting.origin, sighting);
  }
  return [...found.values()].slice(0, 5);
}

function Seen({
  sighting,
  site,
  save,
}: {
  readonly sighting: Sighting;
  readonly site: Site;
  readonly save: Save | null;
}) {
  const [wrong, setWrong] = useState("");
  const { origin, at, problem } = sighting;
  const host = hostOf(origin);
  const allow = async () => {
    try {
      await save?.({ origins: [...site.origins, origin] });
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  // Allowed since it was seen: the next look at the page will say so; until then nothing is wrong any more.
  const refused = problem === "origin_not_allowed" && !site.origins.includes(origin);
  if (refused) {
    return (
      <p class="warn">
        <span>
          <bdi>{words.settings.notAllowed(host)}</bdi>
        </span>
        {save && (
          <button type="button" class="btn" onClick={allow}>
            {words.settings.allow(host)}
          </button>
        )}
        {wrong && <span role="alert">{wrong}</span>}
      </p>
    );
  }
  if (problem === "framing_refused") return <p class="warn">{words.settings.framing(host)}</p>;
  return (
    <p class="good">
      <bdi>{words.settings.seen(host, words.ago(span(site.now - at)))}</bdi>
    </p>
  );
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host;
  } catch {
    return origin;
  }
}
