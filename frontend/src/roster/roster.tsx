/** Who has whom: the people and how many visitors know them, and the visitors, each with a person and a backup. */

import { useState } from "preact/hooks";
import { useConsole, useView } from "../console";
import type { Seat } from "../desk/seat";
import { Beside } from "../shell/beside";
import { Show, useFetched } from "../ui/fetched";
import { roster, type Whose } from "./api";
import { People } from "./people";
import "./roster.css";
import { VisitorList } from "./visitors";
import { say } from "./words";

export function RosterPage({ seat }: { readonly seat: Seat }) {
  const { me } = useConsole();
  const view = useView(seat);
  const { desk } = view;
  const found = useFetched(() => roster.all(seat.key), `roster ${seat.key}`);
  const [whose, setWhose] = useState<Whose>("all");
  const [moves, setMoves] = useState(0);
  const role = desk?.me.role ?? me.sites.find(({ key }) => key === seat.key)?.role;
  return (
    <main class="main">
      <Beside site={seat.key} of="team" />
      <h1>{say.title}</h1>
      <p class="quiet">{say.sub}</p>
      <Show of={found}>
        {({ cap, agents }) => {
          const inOrder = [...agents].sort((one, other) => one.name.localeCompare(other.name));
          return (
            <>
              <People
                site={seat.key}
                view={view}
                cap={cap}
                agents={inOrder}
                lead={role === "owner" || role === "lead"}
                whose={whose}
                onWhose={setWhose}
                onMoved={() => {
                  found.again();
                  setMoves(moves + 1);
                }}
              />
              <VisitorList
                key={moves}
                site={seat.key}
                agents={inOrder}
                whose={whose}
                onWhose={setWhose}
                onChanged={found.again}
              />
            </>
          );
        }}
      </Show>
    </main>
  );
}
