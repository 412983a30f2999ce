/** One visitor of the roster, with their person, backup and how they are served. */

import { day } from "../../../widget/src/paper/times";
import type { Priority } from "../api";
import { useNow } from "../ui/tick";
import type { Known, KnownChange, RosterAgent } from "./api";
import { say } from "./words";

interface VisitorRowProps {
  readonly one: Known;
  readonly agents: readonly RosterAgent[];
  readonly onChange: (what: KnownChange) => void;
}

export function VisitorRow({ one, agents, onChange }: VisitorRowProps) {
  const now = useNow(60_000);
  return (
    <tr>
      <th scope="row">
        <bdi>{one.name}</bdi>
        {one.nameless && <span class="faint t12">{say.nameless}</span>}
      </th>
      <td data-name={say.person}>
        <Whom
          label={say.personOf(one.name)}
          value={one.person}
          none={say.nobody}
          agents={agents}
          onChange={(person) => onChange({ person })}
        />
      </td>
      <td data-name={say.backupHead}>
        <Whom
          label={say.backupOf(one.name)}
          value={one.backup}
          none={say.noBackup}
          agents={agents.filter(({ id }) => id !== one.person)}
          disabled={one.person === null}
          onChange={(backup) => onChange({ backup })}
        />
      </td>
      <td data-name={say.priority}>
        <select
          class="input"
          aria-label={say.priorityOf(one.name)}
          value={one.priority}
          onChange={(event) => onChange({ priority: Number(event.currentTarget.value) as Priority })}
        >
          {say.priorities.map((name, priority) => (
            <option key={name} value={priority}>
              {name}
            </option>
          ))}
        </select>
      </td>
      <td class="num" data-name={say.seen}>
        {day(one.seen, now)}
      </td>
    </tr>
  );
}

interface WhomProps {
  readonly label: string;
  readonly value: string | null;
  readonly none: string;
  readonly agents: readonly RosterAgent[];
  readonly disabled?: boolean;
  readonly onChange: (id: string | null) => void;
}

function Whom({ label, value, none, agents, disabled = false, onChange }: WhomProps) {
  const set = agents.find(({ id }) => id === value);
  return (
    <select
      class="input"
      aria-label={label}
      disabled={disabled}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="">{none}</option>
      {agents
        .filter((one) => one.active || one === set)
        .map((one) => (
          <option key={one.id} value={one.id}>
            {one.active ? one.name : say.off(one.name)}
          </option>
        ))}
    </select>
  );
}
