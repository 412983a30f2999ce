/** Pages that belong together, one beside the other under one name in the rail. */

import { useRoute } from "../console";
import { type Page, pathTo } from "../route";
import * as words from "../words";

const TOGETHER = {
  team: [
    ["team", words.beside.people],
    ["roster", words.beside.roster],
  ],
  settings: [
    ["settings", words.beside.look],
    ["routing", words.beside.routing],
  ],
} as const satisfies Record<string, readonly (readonly [Page, string])[]>;

interface BesideProps {
  readonly site: string;
  readonly of: keyof typeof TOGETHER;
}

export function Beside({ site, of }: BesideProps) {
  const { page } = useRoute();
  return (
    <nav class="beside" aria-label={words.beside[of]}>
      {TOGETHER[of].map(([place, name]) => (
        <a key={place} href={pathTo(site, place)} aria-current={page === place ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
