/** One team while it is being changed. */

import { useState } from "preact/hooks";
import type { Group, Member, Priority } from "../api";
import { inWords } from "../ui/fetched";
import { answering, PRIORITIES } from "./answering";
import { say } from "./words";

interface TeamFormProps {
  readonly site: string;
  readonly group: Group;
  readonly people: readonly Member[];
  readonly onChanged: () => void;
}

export function TeamForm({ site, group, people, onChanged }: TeamFormProps) {
  const [name, setName] = useState(group.name);
  const [priority, setPriority] = useState(group.priority);
  const [members, setMembers] = useState<ReadonlySet<string>>(new Set(group.members));
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState("");
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
      onChanged();
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  const store = () => {
    if (name.trim() === "") return setWrong(say.needName);
    void attempt(() =>
      answering.changeGroup(site, group.id, { name: name.trim(), priority, members: [...members] }),
    );
  };
  const toggle = (id: string) => {
    const next = new Set(members);
    if (!next.delete(id)) next.add(id);
    setMembers(next);
  };
  return (
    <form
      class="changing"
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <label>
        {say.teamName}
        <input
          class="input"
          dir="auto"
          maxLength={60}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        {say.priority}
        <select
          class="input"
          value={priority}
          onChange={(event) => setPriority(Number(event.currentTarget.value) as Priority)}
        >
          {PRIORITIES.map((one) => (
            <option key={one} value={one}>
              {say.priorities[one]}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{say.members}</legend>
        <div class="several">
          {people
            .filter(({ id, active }) => active || members.has(id))
            .map((one) => (
              <label class="choice" key={one.id}>
                <input type="checkbox" checked={members.has(one.id)} onChange={() => toggle(one.id)} />
                <bdi>{one.name}</bdi>
              </label>
            ))}
        </div>
      </fieldset>
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <p class="row">
        <button type="submit" class="btn go">
          {say.save}
        </button>
        {asking ? (
          <>
            <span class="quiet">{say.removeHint(group.name)}</span>
            <button
              type="button"
              class="btn"
              onClick={() => attempt(() => answering.removeGroup(site, group.id))}
            >
              {say.sure}
            </button>
            <button type="button" class="btn plain" onClick={() => setAsking(false)}>
              {say.keep}
            </button>
          </>
        ) : (
          <button type="button" class="btn plain" onClick={() => setAsking(true)}>
            {say.remove}
          </button>
        )}
      </p>
    </form>
  );
}
