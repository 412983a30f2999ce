import { when } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { useNow } from "../ui/tick";
import * as words from "../words";

/** How they would rather be reached: by a letter or a call of our own. */
export function Reaching({ row }: { readonly row: AgentRow }) {
  const now = useNow(60_000);
  const { kind, address, due } = row.reach;
  if (kind === "here" || row.state === "left") return null;
  const later = due === null || due <= now ? "" : `, ${words.list.due(when(due, now))}`;
  return (
    <p class="reach">
      {kind === "call" ? (
        <a href={`tel:${address.replace(/[^+\d]/gu, "")}`}>{words.list.call(address)}</a>
      ) : (
        <a href={`mailto:${encodeURIComponent(address).replace("%40", "@")}`}>
          {words.list.writeTo(address)}
        </a>
      )}
      {later}
    </p>
  );
}
