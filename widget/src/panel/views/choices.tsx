import type { Reach } from "../../wire/wire";
import { type Choosing, moments } from "../choosing";
import { lateWords } from "../latewords";
import type { Session } from "../session";

const KINDS = ["here", "write", "call"] as const;

interface ChoicesProps {
  readonly session: Session;
  readonly choosing: Choosing;
  /** Nobody is here: then there is nothing to wait for in this window, though it keeps the answer. */
  readonly nobody?: boolean;
}

/** Three equal ways on. Each keeps the place. */
export function Choices({ session, choosing, nobody = false }: ChoicesProps) {
  const { reach, said, amiss, turn } = choosing;
  return (
    <fieldset class="choices">
      <legend class="unseen">{lateWords.reachYou}</legend>
      {KINDS.map((kind) => (
        <div class="choice" key={kind}>
          <label>
            <input type="radio" name="reach" checked={reach.kind === kind} onChange={() => turn({ kind })} />
            <b>{kind === "here" && nobody ? lateWords.hereInWindow : lateWords.reach[kind]}</b>
          </label>
          {kind === "here" && nobody && <p class="small quiet">{lateWords.whenYouComeBack}</p>}
          {kind === reach.kind && kind !== "here" && (
            <Address session={session} choosing={choosing} kind={kind} />
          )}
          {kind === reach.kind && said && <p class={amiss ? "small wrong" : "small quiet"}>{said}</p>}
        </div>
      ))}
    </fieldset>
  );
}

interface AddressProps {
  readonly session: Session;
  readonly choosing: Choosing;
  readonly kind: Exclude<Reach["kind"], "here">;
}

function Address({ session, choosing: { reach, amiss, turn, save }, kind }: AddressProps) {
  const offered = moments(session, reach.due);
  const field = kind === "write" ? "email" : "tel";
  const submit = (event: Event) => {
    event.preventDefault();
    save();
  };
  return (
    <form class="more" noValidate onSubmit={submit}>
      <input
        class="input"
        inputMode={field}
        autocomplete={field}
        dir="ltr"
        maxLength={200}
        aria-label={lateWords.address[kind]}
        placeholder={lateWords.address[kind]}
        aria-invalid={amiss}
        value={reach.address}
        onInput={(event) => turn({ [kind]: event.currentTarget.value })}
      />
      {kind === "call" && offered.length > 1 && (
        <select
          class="input"
          aria-label={lateWords.when}
          value={String(offered.find(({ due }) => due === reach.due)?.due ?? "")}
          onChange={(event) => turn({ due: Number(event.currentTarget.value) })}
        >
          {offered.map(({ due, label }) => (
            <option key={label} value={String(due ?? "")}>
              {label}
            </option>
          ))}
        </select>
      )}
      <button type="submit" class="btn go">
        {lateWords.save}
      </button>
    </form>
  );
}
