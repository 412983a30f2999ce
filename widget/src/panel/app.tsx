/** The panel: one of its screens, by what is true now. */
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { Faces } from "../paper/face";
import { Mark } from "../paper/mark";
import type { Config } from "./config";
import { heading } from "./heading";
import { hereSince } from "./here";
import type { Host } from "./host";
import { lines } from "./lines";
import type { Session } from "./session";
import { useDown, useFocusKept, useHeight, useLater, useLooking, useNewAfter, useNews } from "./ties";
import { Composer } from "./views/composer";
import { First } from "./views/first";
import { type Acts, Exits, Top } from "./views/frame";
import { Leaving } from "./views/leaving";
import { Log } from "./views/log";
import { words } from "./words";

interface AppProps {
  readonly session: Session;
  readonly config: Config;
  readonly host: Host | null;
}

export function App({ session, config, host }: AppProps) {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [draft, setDraft] = useState(session.vault.get("draft") ?? "");
  const [knowing, setKnowing] = useState(false);
  useEffect(() => session.subscribe(() => draw(undefined)), [session]);

  const { state, link } = session;
  const { site } = config;
  const { shown, looking } = useLooking(host);
  const panel = useRef<HTMLElement>(null);
  const down = useDown(session);
  const newAfter = useNewAfter(state, looking);
  const pending = session.pending();
  const now = Date.now() + session.ahead;
  const leaving = state.left !== null || session.leaving();
  const first = state.talk === null && pending.length === 0;
  const screen =
    link.state === "refused" ? "refused" : leaving ? "leaving" : knowing ? "known" : first ? "first" : "talk";

  const [reached, setReached] = useState(false);
  const later = useLater(reached || screen !== "first", link.state === "open");
  useFocusKept(panel);
  useNews(session, host);
  useHeight(host, screen === "first");

  const known = later?.things(state, session.facts, site.name) ?? [];
  const write = (text: string) => {
    setDraft(text);
    session.vault.set("draft", text || null);
    if (text) session.typed();
  };
  const say = (text: string) => {
    session.say(text);
    write("");
  };
  const close = host ? () => host.tell({ type: "close" }) : null;
  const acts: Acts = {
    close,
    things: known.length,
    menu: later?.Menu ?? null,
    reach: () => setReached(true),
    know: () => setKnowing(true),
    leave: () => {
      setKnowing(false);
      session.leave();
    },
    help: () => {
      setKnowing(false);
      if (leaving) session.anew();
      session.help();
      document.querySelector<HTMLElement>(".compose .field")?.focus();
    },
  };
  const escaped = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (knowing) setKnowing(false);
    else close?.();
  };
  const composer = (hint: string, rows?: number) => (
    <Composer
      draft={draft}
      onDraft={write}
      onSend={say}
      hint={hint}
      focused={shown}
      max={state.limits?.text_max ?? null}
      {...(rows ? { rows } : {})}
    />
  );
  return (
    <main
      class={`bp ${screen}`}
      ref={panel}
      tabIndex={-1}
      aria-label={words.panel(site.name)}
      onKeyDown={escaped}
    >
      {screen === "refused" && (
        <>
          <Top acts={acts} title={words.notConnected} lead={RESTING} menu={false} />
          <div class="body">
            <p class="quiet">{words.notAllowed}</p>
          </div>
        </>
      )}
      {screen === "leaving" && (
        <Leaving left={state.left} acts={acts} down={down}>
          {later && state.left && <later.After session={session} left={state.left} site={site.name} />}
        </Leaving>
      )}
      {screen === "known" && later && (
        <later.Known session={session} list={known} acts={acts} onBack={() => setKnowing(false)} />
      )}
      {screen === "first" && (
        <First state={state} site={site.name} acts={acts} down={down} guess={config.here} now={now}>
          {composer(site.greeting || words.ask, 3)}
        </First>
      )}
      {screen === "talk" && (
        <>
          <Talking session={session} site={site.name} acts={acts} down={down} now={now} />
          <Log
            session={session}
            lines={lines({ talk: state.talk, pending, down, newAfter })}
            down={down}
            looking={looking}
            later={later}
            now={now}
          />
          {composer(hint(session))}
          <Exits acts={acts} />
        </>
      )}
    </main>
  );
}

const RESTING = (
  <span class="face l resting">
    <Mark lifted={false} />
  </span>
);

interface TalkingProps {
  readonly session: Session;
  readonly site: string;
  readonly acts: Acts;
  readonly down: boolean;
  readonly now: number;
}

function Talking({ session: { state }, site, acts, down, now }: TalkingProps) {
  const { faces, count, dot, title, line } = heading(state, down, site, now);
  const lead = faces.length ? (
    <Faces of={faces} size="l" dot={dot} count={count ?? faces.length} title={hereSince(state, now)} />
  ) : (
    RESTING
  );
  return <Top acts={acts} title={title} line={line} lead={lead} />;
}

/** What the empty box says. */
function hint({ state }: Session): string {
  const standing = state.talk?.standing;
  if (standing?.state === "engaged") return words.writeTo(standing.faces);
  if (standing?.state === "closed" || standing?.state === "left") return words.writeAgain;
  return words.addMore;
}
