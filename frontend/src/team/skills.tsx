/** What one member serves, and when: languages, teams and hours, saved together. */

import { useMemo, useState } from "preact/hooks";
import { api, type Group, type Member } from "../api";
import { HoursEditor } from "../hours/editor";
import { draftOf, hoursOf } from "../hours/rules";
import { inWords } from "../ui/fetched";
import { allLanguages, nameOf } from "./languages";
import "./skills.css";
import { say } from "./words";

interface SkillsProps {
  readonly site: string;
  readonly member: Member;
  readonly groups: readonly Group[];
  /** Whether I may change the teams too. */
  readonly lead: boolean;
  readonly onKept: () => void;
}

export function Skills({ site, member, groups, lead, onKept }: SkillsProps) {
  const [languages, setLanguages] = useState(member.languages);
  const [teams, setTeams] = useState(member.teams);
  const [hours, setHours] = useState(() => draftOf(member.hours));
  const [tried, setTried] = useState(false);
  const [wrong, setWrong] = useState("");
  const store = async () => {
    setTried(true);
    const read = hoursOf(hours);
    if (!read) return setWrong(say.hoursFault);
    try {
      await api.changeMember(site, member.id, { languages, hours: read, ...(lead ? { teams } : {}) });
      onKept();
    } catch (error) {
      setWrong(inWords(error));
    }
  };
  const toggle = (id: string) =>
    setTeams(teams.includes(id) ? teams.filter((one) => one !== id) : [...teams, id]);
  return (
    <form
      class="skills"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <Languages codes={languages} onChange={setLanguages} />
      <fieldset>
        <legend>{say.teams}</legend>
        <p class="quiet">{groups.length === 0 ? say.noTeams : lead ? say.teamsHint : say.theirs}</p>
        <div class="several">
          {groups.map((group) => (
            <label class="choice" key={group.id}>
              <input
                type="checkbox"
                disabled={!lead}
                checked={teams.includes(group.id)}
                onChange={() => toggle(group.id)}
              />
              <bdi>{group.name}</bdi>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{say.hours}</legend>
        <p class="quiet">{say.hoursHint}</p>
        <HoursEditor draft={hours} strict={tried} onChange={setHours} />
      </fieldset>
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <button type="submit" class="btn go">
        {say.save}
      </button>
    </form>
  );
}

interface LanguagesProps {
  readonly codes: readonly string[];
  readonly onChange: (codes: readonly string[]) => void;
}

function Languages({ codes, onChange }: LanguagesProps) {
  const all = useMemo(allLanguages, []);
  return (
    <fieldset>
      <legend>{say.languages}</legend>
      <p class="quiet">{say.languagesHint}</p>
      <p class="row">
        {codes.length === 0 && <span class="faint">{say.any}</span>}
        {codes.map((code) => (
          <button
            type="button"
            class="btn"
            key={code}
            aria-label={say.remove(nameOf(code))}
            onClick={() => onChange(codes.filter((one) => one !== code))}
          >
            {nameOf(code)} <span aria-hidden="true">×</span>
          </button>
        ))}
        <select
          class="input"
          aria-label={say.add}
          value=""
          onChange={(event) => {
            const code = event.currentTarget.value;
            if (code) onChange([...codes, code]);
          }}
        >
          <option value="">{say.choose}</option>
          {all
            .filter((code) => !codes.includes(code))
            .map((code) => (
              <option key={code} value={code}>
                {nameOf(code)}
              </option>
            ))}
        </select>
      </p>
    </fieldset>
  );
}
