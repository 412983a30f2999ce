/** The form of routing: mode, seconds, zone and hours, saved together. */

import { useState } from "preact/hooks";
import { HoursEditor } from "../hours/editor";
import { draftOf, hoursOf } from "../hours/rules";
import { inWords } from "../ui/fetched";
import { useNow } from "../ui/tick";
import { BOUNDS, type Bounded, NUMBERS, type Routing } from "./answering";
import { say } from "./words";
import { timeIn, zones } from "./zones";

const MODES = ["connect", "ring"] as const;

interface RoutingFormProps {
  readonly routing: Routing;
  readonly save: (change: Partial<Routing>) => Promise<void>;
}

export function RoutingForm({ routing, save }: RoutingFormProps) {
  const [mode, setMode] = useState(routing.mode);
  const [numbers, setNumbers] = useState(() => asTyped(routing));
  const [zone, setZone] = useState(routing.zone);
  const [hours, setHours] = useState(() => draftOf(routing.hours));
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string } | null>(null);
  const now = useNow(10_000);
  const touched = () => setSaid(null);
  const store = async () => {
    setTried(true);
    const read = hoursOf(hours);
    const out = NUMBERS.find((name) => !within(name, numbers[name]));
    if (out) return setSaid({ wrong: true, text: `${say.numbers[out]}: ${range(out)}` });
    if (!read) return setSaid({ wrong: true, text: say.hoursFault });
    setSaid({ wrong: false, text: say.saving });
    try {
      await save({ mode, zone, hours: read, ...asNumbers(numbers) });
      setSaid({ wrong: false, text: say.saved });
      setTried(false);
    } catch (error) {
      setSaid({ wrong: true, text: inWords(error) });
    }
  };
  return (
    <form
      class="block routing"
      onInput={touched}
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      <fieldset class="modes">
        <legend>{say.mode}</legend>
        {MODES.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="mode" checked={mode === one} onChange={() => setMode(one)} />
            <span>
              <b>{say.modes[one]}</b>
              <span class="quiet">{say.modeHints[one]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {NUMBERS.map((name) => {
        const wrong = !within(name, numbers[name]);
        return (
          <label class="number" key={name}>
            <span>{say.numbers[name]}</span>
            <input
              class="input num"
              inputMode="numeric"
              maxLength={4}
              value={numbers[name]}
              aria-invalid={wrong}
              aria-describedby={`about-${name}`}
              onInput={(event) => setNumbers({ ...numbers, [name]: event.currentTarget.value })}
            />
            <span class={`t12 ${wrong ? "wrong" : "faint"}`} id={`about-${name}`}>
              {wrong ? range(name) : say.numberHints[name]}
            </span>
          </label>
        );
      })}
      <h2>{say.hours}</h2>
      <p class="quiet">{say.hoursHint}</p>
      <label class="number">
        <span>{say.zone}</span>
        <select class="input" value={zone} onChange={(event) => setZone(event.currentTarget.value)}>
          {zones(routing.zone).map((one) => (
            <option key={one} value={one}>
              {one.replaceAll("_", " ")}
            </option>
          ))}
        </select>
        <span class="t12 faint num">{say.nowThere(timeIn(zone, now))}</span>
      </label>
      <HoursEditor
        draft={hours}
        strict={tried}
        onChange={(next) => {
          touched();
          setHours(next);
        }}
      />
      <p class="row">
        <button type="submit" class="btn go">
          {say.save}
        </button>
        <span class={said?.wrong ? "wrong" : "quiet"} role="status">
          {said?.text}
        </span>
      </p>
    </form>
  );
}

type Typed = Readonly<Record<Bounded, string>>;

function asTyped(routing: Routing): Typed {
  return Object.fromEntries(NUMBERS.map((name) => [name, String(routing[name])])) as Typed;
}

function asNumbers(typed: Typed): Pick<Routing, Bounded> {
  return Object.fromEntries(NUMBERS.map((name) => [name, Number(typed[name])])) as Pick<Routing, Bounded>;
}

function within(name: Bounded, typed: string): boolean {
  const [least, most] = BOUNDS[name];
  return /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
}

function range(name: Bounded): string {
  const [least, most] = BOUNDS[name];
  return say.between(least, most);
}
