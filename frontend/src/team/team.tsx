/** Who answers here, and who is invited to. */

import { useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import { api, type Group, type Member, type MemberChange } from "../api";
import { useView } from "../console";
import type { Seat, View } from "../desk/seat";
import { inWords as hoursInWords } from "../hours/rules";
import { dotOf, presenceOf } from "../person/present";
import { Beside } from "../shell/beside";
import { inWords, Show, useFetched } from "../ui/fetched";
import { later } from "../ui/later";
import * as words from "../words";
import { Invites } from "./invites";
import { nameOf } from "./languages";

const Skills = later(() => import("./skills").then((found) => found.Skills), "div");

const ROLES = ["agent", "lead", "owner"] as const;

export function TeamPage({ seat }: { readonly seat: Seat }) {
  const view = useView(seat);
  const { desk } = view;
  const joined = [...(desk?.team.keys() ?? [])].sort().join(" ");
  const team = useFetched(() => api.team(seat.key), `team ${seat.key}`, { mark: joined });
  const groups = useFetched(() => api.groups(seat.key), `groups ${seat.key}`);
  const owner = desk?.me.role === "owner";
  return (
    <main class="main">
      <Beside site={seat.key} of="team" />
      <h1>{words.team.title}</h1>
      <p class="quiet">{words.team.sub(desk?.siteName ?? "")}</p>
      <Show of={team}>
        {(members) => (
          <ul class="members">
            {members.map((member) => (
              <MemberRow
                key={member.id}
                seat={seat}
                view={view}
                member={member}
                groups={groups.value ?? []}
                owner={owner}
                onChanged={team.again}
              />
            ))}
          </ul>
        )}
      </Show>
      {owner ? <Invites seat={seat} joined={joined} /> : <p class="quiet">{words.team.readOnly}</p>}
    </main>
  );
}

interface MemberRowProps {
  readonly seat: Seat;
  readonly view: View;
  readonly member: Member;
  readonly groups: readonly Group[];
  readonly owner: boolean;
  readonly onChanged: () => void;
}

function MemberRow({ seat, view, member, groups, owner, onChanged }: MemberRowProps) {
  const [about, setAbout] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState("");
  const { desk } = view;
  const mine = member.id === desk?.me.id;
  const lead = owner || desk?.me.role === "lead";
  const change = async (what: MemberChange) => {
    setAsking(false);
    try {
      await api.changeMember(seat.key, member.id, what);
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
    onChanged();
  };
  return (
    <li>
      <Face
        of={{ kind: "agent", id: member.id, name: member.name }}
        size="l"
        dot={member.active ? dotOf(view, member.id) : undefined}
      />
      <div class="whole">
        <p>
          <b>
            <bdi>{member.name}</bdi>
          </b>{" "}
          {mine && <span class="faint">{words.team.you}</span>}
        </p>
        <p class="quiet">
          <bdi>{member.email}</bdi> · {stateOf(member, view)}
        </p>
        <Summary member={member} groups={groups} />
        {asking && (
          <p class="sure">
            {words.team.deactivateHint(member.name)}{" "}
            <button type="button" class="btn" onClick={() => change({ active: false })}>
              {words.team.sure}
            </button>{" "}
            <button type="button" class="btn plain" onClick={() => setAsking(false)}>
              {words.team.keep}
            </button>
          </p>
        )}
        {wrong && (
          <p class="wrong" role="alert">
            {wrong}
          </p>
        )}
      </div>
      {(lead || mine) && (
        <button
          type="button"
          class="btn plain"
          aria-expanded={about}
          aria-label={words.team.aboutOf(member.name)}
          onClick={() => setAbout(!about)}
        >
          {words.team.about}
        </button>
      )}
      {owner ? (
        <>
          <select
            class="input"
            aria-label={words.team.role(member.name)}
            value={member.role}
            onChange={(event) => change({ role: event.currentTarget.value as Member["role"] })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words.team.roles[role]}
              </option>
            ))}
          </select>
          {!mine && (
            <button
              type="button"
              class="btn plain"
              onClick={() => (member.active ? setAsking(true) : change({ active: true }))}
            >
              {member.active ? words.team.deactivate : words.team.activate}
            </button>
          )}
        </>
      ) : (
        <span class="quiet">{words.team.roles[member.role]}</span>
      )}
      {about && (
        <Skills
          site={seat.key}
          member={member}
          groups={groups}
          lead={lead}
          onKept={() => {
            setAbout(false);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

/** Languages, teams and hours, where any are set. */
function Summary({ member, groups }: { readonly member: Member; readonly groups: readonly Group[] }) {
  const parts = [
    member.languages.map(nameOf).join(", "),
    groups
      .filter(({ id }) => member.teams.includes(id))
      .map(({ name }) => name)
      .join(", "),
    member.hours.some((spans) => spans.length > 0) ? hoursInWords(member.hours) : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return null;
  return (
    <p class="quiet">
      <bdi>{parts.join(" · ")}</bdi>
    </p>
  );
}

function stateOf({ active, id }: Member, view: View): string {
  if (!active) return words.team.inactive;
  if (view.line !== "open") return words.person.unknown;
  const presence = presenceOf(view, id);
  if (presence === "available") return words.team.here;
  return presence === "away" ? words.team.away : words.team.offline;
}
