import type { ComponentChildren } from "preact";
import { Faces } from "../../paper/face";
import { Desk } from "../../paper/mark";
import { around, hereNow, hereSince, ifYouWrite, whoIsBack } from "../here";
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
  readonly now: number;
  /** The composer. */
  readonly children: ComponentChildren;
}

/** The first open: faces, one sentence, a box with the cursor in it. */
export function First({ state, site, acts, down, guess, now, children }: FirstProps) {
  const known = state.me !== null;
  const here = around(state);
  const somebody = known ? here.length > 0 : guess === true;
  const [title, line] = greeting(state, site, down, guess, now);
  return (
    <>
      <div class={`hello${somebody && !down ? "" : " rest"}`}>
        {here.length > 0 && !down && (
          <Faces
            of={here}
            size="xl"
            dot="here"
            count={state.presence.ids.length}
            title={hereSince(state, now)}
          />
        )}
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

function greeting(
  state: State,
  site: string,
  down: boolean,
  guess: boolean | null,
  now: number,
): [string, string] {
  if (down) return [words.lineDown, words.writeKept];
  if (state.presence.ids.length) return [hereNow(state, now), ifYouWrite(state, now)];
  if (state.me) return [words.nobodyHere, `${whoIsBack(state, now)}. ${words.writeAnyway}`];
  if (guess === false) return [words.nobodyHere, words.writeAnyway];
  return guess ? [words.somebodyHere, words.writeAndSomebody] : [words.talkTo(site), words.connecting];
}
