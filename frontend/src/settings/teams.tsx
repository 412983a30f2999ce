/** The teams of a site: what each is called, how soon its visitors are served, and who is in it. */

import { useState } from "preact/hooks";
import { api, type Group } from "../api";
import type { Seat } from "../desk/seat";
import { inWords, Show, useFetched } from "../ui/fetched";
import { answering } from "./answering";
import { TeamForm } from "./teamForm";
import { say } from "./words";

interface TeamsProps {
  readonly seat: Seat;
  /** Whether I may change them. */
  readonly lead: boolean;
}

export function Teams({ seat, lead }: TeamsProps) {
  const groups = useFetched(() => api.groups(seat.key), `groups ${seat.key}`);
  const people = useFetched(() => api.team(seat.key), `team ${seat.key}`);
  const [changing, setChanging] = useState<string | null>(null);
  const nameOf = (id: string) => people.value?.find((one) => one.id === id)?.name;
  return (
    <section class="block">
      <h2>{say.teams}</h2>
      <p class="quiet">{say.teamsHint}</p>
      <Show of={groups}>
        {(all) => (
          <>
            {all.length === 0 && <p class="quiet">{say.noTeams}</p>}
            <ul class="members">
              {[...all].sort(byName).map((group) => (
                <li key={group.id}>
                  <div class="whole">
                    <p>
                      <b>
                        <bdi>{group.name}</bdi>
                      </b>
                    </p>
                    <p class="quiet">
                      {say.priority} {say.priorities[group.priority]}.
                    </p>
                    <p class="quiet">
                      {say.members}: <bdi>{named(group.members.map(nameOf)) || say.nobody}</bdi>
                    </p>
                  </div>
                  {lead && (
                    <button
                      type="button"
                      class="btn plain"
                      aria-expanded={changing === group.id}
                      aria-label={say.edit(group.name)}
                      onClick={() => setChanging(changing === group.id ? null : group.id)}
                    >
                      {say.change}
                    </button>
                  )}
                  {changing === group.id && (
                    <TeamForm
                      site={seat.key}
                      group={group}
                      people={people.value ?? []}
                      onChanged={() => {
                        setChanging(null);
                        groups.again();
                      }}
                    />
                  )}
                </li>
              ))}
            </ul>
            {lead && <NewTeam site={seat.key} onMade={groups.again} />}
          </>
        )}
      </Show>
    </section>
  );
}

function NewTeam({ site, onMade }: { readonly site: string; readonly onMade: () => void }) {
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState("");
  const make = async () => {
    if (name.trim() === "") return setWrong(say.needName);
    try {
      await answering.addGroup(site, name.trim());
      setName("");
      setWrong("");
      onMade();
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  return (
    <>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          {say.newTeam}
          <input
            class="input"
            dir="auto"
            maxLength={60}
            placeholder={say.newTeamPlaceholder}
            value={name}
            aria-describedby="team-wrong"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="btn">
          {say.add}
        </button>
      </form>
      <p id="team-wrong" class="wrong" role="alert">
        {wrong}
      </p>
    </>
  );
}

function byName(one: Group, other: Group): number {
  return one.name.localeCompare(other.name);
}

function named(names: readonly (string | undefined)[]): string {
  return names
    .filter((name) => name !== undefined)
    .sort((one, other) => one.localeCompare(other))
    .join(", ");
}
