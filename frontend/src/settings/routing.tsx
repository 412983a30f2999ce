/** How a site puts its visitors through to a person, and which teams there are. */

import { useConsole, useView } from "../console";
import type { Seat } from "../desk/seat";
import { inWords } from "../hours/rules";
import { Beside } from "../shell/beside";
import { Show, useFetched } from "../ui/fetched";
import { answering, NUMBERS, type Routing } from "./answering";
import "./routing.css";
import { RoutingForm } from "./routingForm";
import { Teams } from "./teams";
import { say } from "./words";

export function RoutingPage({ seat }: { readonly seat: Seat }) {
  const { me } = useConsole();
  const { desk } = useView(seat);
  const routing = useFetched(() => answering.routing(seat.key), `routing ${seat.key}`);
  const role = desk?.me.role ?? me.sites.find(({ key }) => key === seat.key)?.role;
  const save = async (change: Partial<Routing>) => routing.set(await answering.change(seat.key, change));
  return (
    <main class="main">
      <Beside site={seat.key} of="settings" />
      <h1>{say.title}</h1>
      <p class="quiet">{say.sub(desk?.siteName ?? "")}</p>
      <Show of={routing}>
        {(found) =>
          role === "owner" ? <RoutingForm routing={found} save={save} /> : <Told routing={found} />
        }
      </Show>
      <Teams seat={seat} lead={role === "owner" || role === "lead"} />
    </main>
  );
}

/** The same for those who may read it alone. */
function Told({ routing }: { readonly routing: Routing }) {
  const { mode, zone, hours, ...numbers } = routing;
  return (
    <section class="block">
      <h2>{say.mode}</h2>
      <p class="quiet">{say.readOnly}</p>
      <dl class="told">
        <div>
          <dt>{say.modes[mode]}</dt>
          <dd>{say.modeHints[mode]}</dd>
        </div>
        {NUMBERS.map((name) => (
          <div key={name}>
            <dt>{say.numbers[name]}</dt>
            <dd class="num">{numbers[name]}</dd>
          </div>
        ))}
        <div>
          <dt>{say.hours}</dt>
          <dd>
            {inWords(hours)} ({zone})
          </dd>
        </div>
      </dl>
    </section>
  );
}
