/** The line, the conversation and the person: columns on a desk, one at a time on a phone. */

import { useState } from "preact/hooks";
import { Desk as Phone } from "../../../widget/src/paper/mark";
import { useRoute, useView } from "../console";
import { waitingIn } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { List } from "../line/list";
import { Own } from "../person/own";
import { Person } from "../person/person";
import { takesCalls } from "../person/present";
import { Conversation } from "../talk/conversation";
import * as words from "../words";

export function LinePage({ seat }: { readonly seat: Seat }) {
  const { conversation } = useRoute();
  const view = useView(seat);
  const { desk, line } = view;
  const lifted = takesCalls(view);
  const [aboutWhom, setAbout] = useState<string | null>(null);
  const about = aboutWhom !== null && aboutWhom === conversation;
  const row = conversation === null ? undefined : desk?.rows.get(conversation);
  return (
    <div class={`columns${conversation === null ? "" : " talking"}${about ? " about" : ""}`}>
      <List seat={seat} />
      {conversation === null || !desk ? (
        <main class={`conv empty${lifted ? "" : " rest"}`}>
          <h1 class="unseen">{words.line.title}</h1>
          <Phone lifted={lifted} width={88} />
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
        <Person card={row.visitor} up={line === "open"} onClose={() => setAbout(null)}>
          <Own key={row.visitor.id} seat={seat} desk={desk} card={row.visitor} />
        </Person>
      )}
    </div>
  );
}

function Nobody({ desk }: { readonly desk: Desk | null }) {
  if (!desk) return <p>{words.loading}</p>;
  const [said, hint] = sayOf(desk);
  return (
    <>
      <p>{said}</p>
      <p class="quiet">{hint}</p>
    </>
  );
}

function sayOf(desk: Desk): readonly [string, string] {
  if (desk.rows.size === 0) return [words.first.nobody, words.first.nobodyHint];
  if (waitingIn(desk) > 0) return [words.talk.none, words.talk.noneHint];
  const here = desk.me.presence === "available";
  return [words.list.noneWaiting, here ? words.talk.ringsHere : words.talk.awayHere];
}
