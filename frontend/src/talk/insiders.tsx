/** People outside the team, invited into this one conversation by a link. The link itself is shown once. */

import { useEffect, useRef, useState } from "preact/hooks";
import { when } from "../../../widget/src/paper/times";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { api } from "../api";
import type { Seat } from "../desk/seat";
import { Copy } from "../ui/copy";
import { inWords, useFetched } from "../ui/fetched";
import { useNow } from "../ui/tick";
import * as words from "../words";

interface InsidersProps {
  readonly seat: Seat;
  readonly row: AgentRow;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

export function Insiders({ seat, row, onBack, onClose }: InsidersProps) {
  const now = useNow(60_000);
  const invited = useFetched(() => api.insiders(seat.key, row.id), `insiders ${row.id}`);
  const [made, setMade] = useState<{ readonly name: string; readonly url: string } | null>(null);
  const [wrong, setWrong] = useState("");
  const attempt = async (doing: () => Promise<unknown>) => {
    try {
      await doing();
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
    invited.again();
  };
  const invite = (name: string, why: string, hours: number) =>
    attempt(async () => setMade(await api.inviteInsider(seat.key, row.id, { name, why, hours })));
  return (
    <>
      <p class="quiet">{words.insider.hint}</p>
      {made ? (
        <div class="fresh-link" role="status">
          <p>{words.insider.fresh(made.name)}</p>
          <code dir="ltr">{made.url}</code>
          <Copy text={made.url} label={words.insider.copy} focused />
        </div>
      ) : (
        <InsiderForm onMake={invite} />
      )}
      {(wrong || invited.error) && (
        <p class="wrong" role="alert">
          {wrong || invited.error}
        </p>
      )}
      {invited.value && invited.value.length > 0 && (
        <section aria-label={words.insider.invited}>
          <h3>{words.insider.invited}</h3>
          <ul>
            {invited.value.map((one) => (
              <li key={one.id}>
                <span>
                  <b dir="auto">{one.name}</b>
                  <span class="quiet">{words.insider.expires(when(one.expires_at - seat.skew, now))}</span>
                </span>
                <button
                  type="button"
                  class="btn"
                  aria-label={words.insider.revoke(one.name)}
                  onClick={() => attempt(() => api.revokeInsider(seat.key, row.id, one.id))}
                >
                  {words.insider.revokeShort}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="buttons">
        <button type="button" class="btn" onClick={onBack}>
          {words.insider.back}
        </button>
        {made && (
          <button type="button" class="btn" onClick={onClose}>
            {words.insider.done}
          </button>
        )}
      </div>
    </>
  );
}

const DAY = 24;

function InsiderForm({
  onMake,
}: {
  readonly onMake: (name: string, why: string, hours: number) => Promise<void>;
}) {
  const [name, setName] = useState("");
  const [why, setWhy] = useState("");
  const [hours, setHours] = useState(DAY);
  const [missing, setMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(name.trim() === "");
        if (name.trim() !== "") void onMake(name.trim(), why.trim(), hours);
      }}
    >
      <label class="field">
        <span>{words.insider.name}</span>
        <input
          ref={first}
          class="input"
          dir="auto"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      {missing && (
        <p class="wrong" role="alert">
          {words.insider.needName}
        </p>
      )}
      <label class="field">
        <span>{words.insider.why}</span>
        <input class="input" dir="auto" value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{words.insider.until}</span>
        <select class="input" value={hours} onChange={(event) => setHours(Number(event.currentTarget.value))}>
          {Object.entries(words.insider.hours).map(([value, said]) => (
            <option key={value} value={value}>
              {said}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        <button type="submit" class="btn go">
          {words.insider.make}
        </button>
      </div>
    </form>
  );
}
