/** The line, the conversation and the person: columns on a desk, one at a time on a phone. */

import { useState } from "preact/hooks";
import { Desk as Phone } from "../../../widget/src/paper/mark";
import { useRoute, useView } from "../console";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { List } from "../line/list";
import { Own } from "../person/own";
import { Person } from "../person/person";
import { Conversation } from "../talk/conversation";
import { words } from "../words";

export function LinePage({ seat }: { readonly seat: Seat }) {
  const { conversation } = useRoute();
  const { desk, line } = useView(seat);
  const [aboutWhom, setAbout] = useState<string | null>(null);
  const about = aboutWhom !== null && aboutWhom === conversation;
  const row = conversation === null ? undefined : desk?.rows.get(conversation);
  return (
    <div class={`columns${conversation === null ? "" : " talking"}${about ? " about" : ""}`}>
      <List seat={seat} />
      {conversation === null || !desk ? (
        <main class="conv empty">
          <h1 class="unseen">{words.line.title}</h1>
          <Phone lifted={line === "open" && desk?.me.presence === "available"} width={88} />
          <Nobody desk={desk} />
        </main>
      ) : (
        <Conversation
          key={conversation}
          seat={seat}
          desk={desk}
          id={conversation}
          onAbout={() => setAbout(about ? null : conversation)}
        />
      )}
      {row && desk && (
        <Person card={row.visitor} onClose={() => setAbout(null)}>
          <Own key={row.visitor.id} seat={seat} desk={desk} card={row.visitor} />
        </Person>
      )}
    </div>
  );
}

function Nobody({ desk }: { readonly desk: Desk | null }) {
  if (!desk) return <p>{words.loading}</p>;
  const first = desk.rows.size === 0;
  return (
    <>
      <p>{first ? words.first.nobody : words.talk.none}</p>
      <p class="quiet">{first ? words.first.nobodyHint : words.talk.noneHint}</p>
    </>
  );
}
