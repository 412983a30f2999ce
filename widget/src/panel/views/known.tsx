import type { Thing } from "../things";
import { words } from "../words";

/** What we know about the visitor, each thing with where it came from. */
export function Known({ list }: { readonly list: readonly Thing[] }) {
  return (
    <>
      <p class="quiet">{words.knowWhy}</p>
      <ul class="facts">
        {list.map(({ what, from }) => (
          <li key={from}>
            <span dir="auto">{what}</span>
            <span class="small quiet" dir="auto">
              {from}
            </span>
          </li>
        ))}
      </ul>
      <p class="small quiet">{words.nothingElse}</p>
    </>
  );
}
