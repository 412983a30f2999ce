/** The visitors of a site, the last seen first: whose they are, and a search. */

import { useEffect, useState } from "preact/hooks";
import { inWords, Show, useFetched } from "../ui/fetched";
import { type Known, type KnownChange, type RosterAgent, roster, type Visitors, type Whose } from "./api";
import { VisitorRow } from "./row";
import { say } from "./words";

/** How long one may type before it is searched for. */
const PAUSE_MS = 250;

interface VisitorListProps {
  readonly site: string;
  readonly agents: readonly RosterAgent[];
  readonly whose: Whose;
  readonly onWhose: (whose: Whose) => void;
  readonly onChanged: () => void;
}

export function VisitorList({ site, agents, whose, onWhose, onChanged }: VisitorListProps) {
  const [typed, setTyped] = useState("");
  const text = useSettled(typed.trim());
  const found = useFetched(
    () => roster.visitors(site, { whose, text }),
    JSON.stringify(["visitors", site, whose, text]),
  );
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string } | null>(null);
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      setSaid({ wrong: true, text: inWords(error) });
    }
  };
  const earlier = ({ visitors }: Visitors, before: string) =>
    attempt(async () => {
      const older = await roster.visitors(site, { whose, text, before });
      const seen = new Set(visitors.map(({ id }) => id));
      found.set({
        visitors: [...visitors, ...older.visitors.filter(({ id }) => !seen.has(id))],
        next: older.next,
      });
    });
  const change = (all: Visitors, one: Known, what: KnownChange) =>
    attempt(async () => {
      const changed = { ...one, ...(await roster.change(site, one.id, what)) };
      found.set({ ...all, visitors: all.visitors.map((each) => (each.id === one.id ? changed : each)) });
      setSaid({ wrong: false, text: say.kept(one.name) });
      onChanged();
    });
  return (
    <section class="block">
      <h2>{say.visitors}</h2>
      <p class="quiet">{say.visitorsHint}</p>
      <search class="line-form">
        <label>
          {say.whose}
          <select class="input" value={whose} onChange={(event) => onWhose(event.currentTarget.value)}>
            <option value="all">{say.everybody}</option>
            <option value="none">{say.none}</option>
            {agents.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.find}
          <input
            class="input"
            type="search"
            dir="auto"
            maxLength={100}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      </search>
      <p class={said?.wrong ? "wrong" : "quiet"} role="status">
        {said?.text}
      </p>
      <Show of={found}>
        {(all) => {
          const { next } = all;
          if (all.visitors.length === 0) return <Nobody whose={whose} text={text} agents={agents} />;
          return (
            <>
              <table class="table known">
                <thead>
                  <tr>
                    {[say.who, say.person, say.backupHead, say.priority, say.seen].map((head) => (
                      <th scope="col" key={head}>
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {all.visitors.map((one) => (
                    <VisitorRow
                      key={one.id}
                      one={one}
                      agents={agents}
                      onChange={(what) => change(all, one, what)}
                    />
                  ))}
                </tbody>
              </table>
              {next !== null && (
                <button type="button" class="btn" onClick={() => earlier(all, next)}>
                  {say.more}
                </button>
              )}
            </>
          );
        }}
      </Show>
    </section>
  );
}

function Nobody({ whose, text, agents }: { whose: Whose; text: string; agents: readonly RosterAgent[] }) {
  const agent = agents.find(({ id }) => id === whose);
  if (text !== "") return <p class="quiet">{say.noneFound}</p>;
  if (whose === "none") return <p class="quiet">{say.allHave}</p>;
  if (agent) return <p class="quiet">{say.hasNone(agent.name)}</p>;
  return (
    <div class="nothing">
      <p>{say.empty}</p>
      <p class="quiet">{say.emptyHint}</p>
    </div>
  );
}

/** What was typed, once the typing pauses. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), text === "" ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
