/** The line, the conversation and the person: columns on a desk, one at a time on a phone. */

import { useEffect, useState } from "preact/hooks";
import { Desk as Phone } from "../../../widget/src/paper/mark";
import { useRoute, useView } from "../console";
import type { Seat } from "../desk/seat";
import { List } from "../line/list";
import { Person } from "../person/person";
import { Conversation } from "../talk/conversation";
import { words } from "../words";

export function LinePage({ seat }: { readonly seat: Seat }) {
  const { conversation } = useRoute();
  const { desk } = useView(seat);
  const [about, setAbout] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation puts the drawer away.
  useEffect(() => setAbout(false), [conversation]);
  const row = conversation === null ? undefined : desk?.rows.get(conversation);
  return (
    <>
      <div class={`columns${conversation === null ? "" : " talking"}${about ? " about" : ""}`}>
        <List seat={seat} />
        {conversation === null || !desk ? (
          <section class="conv empty">
            <Phone lifted={desk?.me.presence === "available"} width={88} />
            <p>{desk ? words.talk.none : words.loading}</p>
            {desk && <p class="quiet">{words.talk.noneHint}</p>}
          </section>
        ) : (
          <Conversation
            key={conversation}
            seat={seat}
            desk={desk}
            id={conversation}
            onAbout={() => setAbout(!about)}
          />
        )}
        {row && <Person card={row.visitor} onClose={() => setAbout(false)} />}
      </div>
    </>
  );
}
