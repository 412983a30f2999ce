import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { newId } from "../../link/ids";
import { Face } from "../../paper/face";
import { Desk, Mark } from "../../paper/mark";
import type { Face as Somebody, VisitorStanding } from "../../wire/wire";
import { useChoosing } from "../choosing";
import { around, awayPerson, hereNow } from "../here";
import { lateWords } from "../latewords";
import type { Session } from "../session";
import { names, words } from "../words";
import { Choices } from "./choices";

interface StandingProps {
  readonly session: Session;
}

/** Where the conversation stands while somebody is yet to come, at the end of the log. */
export function Standing({ session }: StandingProps) {
  const { talk, presence, person } = session.state;
  const standing = talk?.standing;
  if (!standing || standing.state === "left") return null;
  const waiting = standing.state === "waiting";
  return (
    <>
      {standing.state === "closed" && person && (
        <Line lead={<Face of={person.face} size="s" />}>{lateWords.nextTime(names([person.face]))}</Line>
      )}
      {standing.escalated && standing.state !== "closed" && (
        <Line lead={<Mark lifted width={16} />}>{lateWords.gettingOne}</Line>
      )}
      {waiting && presence.ids.length === 0 && !standing.calling_all && <Nobody session={session} />}
      {waiting && (presence.ids.length > 0 || standing.calling_all) && (
        <InLine session={session} standing={standing} />
      )}
    </>
  );
}

function Nobody({ session }: StandingProps) {
  const now = Date.now() + session.ahead;
  const own = awayPerson(session.state, now);
  const choosing = useChoosing(session);
  const place = session.state.talk?.standing.place;
  return (
    <div class="nobody">
      <Desk lifted={false} />
      <h2>{lateWords.reachYou}</h2>
      <p class="quiet">
        {own && `${own}. `}
        {place ? lateWords.place(place) : lateWords.firstPerson}
      </p>
      <div class="card">
        <Choices session={session} choosing={choosing} nobody />
      </div>
      <p class="small quiet">{lateWords.placeKept}</p>
    </div>
  );
}

interface InLineProps extends StandingProps {
  readonly standing: VisitorStanding;
}

/** The line card: the place in words, the range, three ways on. */
function InLine({ session, standing }: InLineProps) {
  const choosing = useChoosing(session);
  const { promise } = standing;
  const [title, why] = placed(standing);
  const card = useRef<HTMLDivElement>(null);
  const call = () => {
    choosing.turn({ kind: "call" });
    // The button is gone then; the hand goes on where the number is written.
    setTimeout(() => card.current?.querySelector<HTMLElement>("input.input")?.focus());
  };
  return (
    <>
      <div class="card line" ref={card}>
        <h2>{title}</h2>
        {promise?.broken ? (
          <p class="late">
            {lateWords.longer}{" "}
            {choosing.reach.kind !== "call" && (
              <>
                {lateWords.shallCall}{" "}
                <button type="button" class="text u" onClick={call}>
                  {lateWords.yesCall}
                </button>
              </>
            )}
          </p>
        ) : (
          <p class="quiet">{why}</p>
        )}
        <Choices session={session} choosing={choosing} />
      </div>
      <p class="small quiet">{lateWords.placeKept}</p>
      <Own session={session} standing={standing} />
    </>
  );
}

function placed({ calling_all, place, promise, reach, waits_for }: VisitorStanding): [string, string] {
  if (calling_all) return [lateWords.callingAll, lateWords.callingAllWhy];
  if (waits_for)
    return [lateWords.waitingFor(names([waits_for])), lateWords.waitingForWhy(names([waits_for]))];
  if (reach.kind !== "here") return [lateWords.place(place), lateWords.needNotWait];
  return [lateWords.place(place), promise ? lateWords.promise(promise.minutes) : lateWords.unknownWait];
}

/** The visitor's own person: to be waited for, or away. */
function Own({ session, standing: { waits_for, could_wait_for } }: InLineProps) {
  const { state } = session;
  const now = Date.now() + session.ahead;
  if (waits_for)
    return <Rather session={session} person={false} face={waits_for} label={lateWords.whoeverIsFree} />;
  if (could_wait_for) {
    const who = names([could_wait_for]);
    const others = around(state).filter(({ id }) => id !== could_wait_for.id);
    const sooner = lateWords.mayBeSooner(who, others.length === 1 ? names(others) : "");
    return (
      <Rather session={session} person face={could_wait_for} label={lateWords.ratherWait(who)}>
        {sooner}
      </Rather>
    );
  }
  if (!state.person || !awayPerson(state, now)) return null;
  return <Line lead={<Face of={state.person.face} size="s" />}>{hereNow(state, now)}</Line>;
}

interface RatherProps extends StandingProps {
  readonly person: boolean;
  readonly face: Somebody;
  readonly label: string;
  readonly children?: ComponentChildren;
}

/** To wait for one's own person, or for whoever is free first: one click, and back. */
function Rather({ session, person, face, label, children }: RatherProps) {
  const conversation = session.state.talk?.id ?? "";
  const going = session.kept("wait_for").some(({ refused }) => !refused);
  const wish = () => session.wish({ type: "wait_for", id: newId(), conversation, person });
  return (
    <Line lead={<Face of={face} size="s" />}>
      {children}{" "}
      {going ? (
        words.sending
      ) : (
        <button type="button" class="text" onClick={wish}>
          {label}
        </button>
      )}
    </Line>
  );
}

function Line({
  lead,
  children,
}: {
  readonly lead: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <p class="event">
      <span class="lead">{lead}</span>
      <span>{children}</span>
    </p>
  );
}
