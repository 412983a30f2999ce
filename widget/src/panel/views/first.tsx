import type { ComponentChildren } from "preact";
import { Faces } from "../../paper/face";
import { Desk } from "../../paper/mark";
import type { State } from "../state";
import { words } from "../words";
import { type Acts, Exits, Tools } from "./frame";

interface FirstProps {
  readonly state: State;
  readonly site: string;
  readonly acts: Acts;
  readonly down: boolean;
  /** What the loader knew, until the first welcome. */
  readonly guess: boolean | null;
  /** The composer. */
  readonly children: ComponentChildren;
}

/** The first open: faces, one sentence, a box with the cursor in it. */
export function First({ state, site, acts, down, guess, children }: FirstProps) {
  const known = state.me !== null;
  const somebody = known ? state.here.length > 0 : guess === true;
  const [title, line] = greeting(state, site, down, guess);
  return (
    <>
      <div class={`hello${somebody && !down ? "" : " rest"}`}>
        {state.here.length > 0 && !down && <Faces of={state.here} size="xl" dot="here" />}
        <Tools acts={acts} />
        <h1>{title}</h1>
        <p role="status">{line}</p>
        <span class="big">
          <Desk lifted={somebody && !down} width={145} />
        </span>
      </div>
      <div class="first">{children}</div>
      <Exits acts={acts} />
    </>
  );
}

function greeting(state: State, site: string, down: boolean, guess: boolean | null): [string, string] {
  if (down) return [words.lineDown, words.writeKept];
  if (state.me && state.here.length) return [words.hereNow(state.here), words.writeAndAnswer(state.here)];
  if (state.me || guess === false) return [words.nobodyHere, words.writeAnyway];
  return guess ? [words.somebodyHere, words.writeAndSomebody] : [words.talkTo(site), words.connecting];
}
