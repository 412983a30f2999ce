/** Who the conversation is with, who of us is in it, and what I can do with it. */

import type { ComponentChildren } from "preact";
import { useCallback, useState } from "preact/hooks";
import { Face } from "../../../widget/src/paper/face";
import { back, door, help, Icon, more } from "../../../widget/src/paper/icons";
import { Mark } from "../../../widget/src/paper/mark";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { useView } from "../console";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { useCommand } from "../keys";
import { creditOf } from "../line/why";
import { facesIn, nameOf, namesOf, VisitorFace } from "../person/names";
import { dotOf } from "../person/present";
import { pathTo } from "../route";
import { aside, bring, hand, me as personIcon } from "../ui/icons";
import { Key } from "../ui/key";
import { Menu } from "../ui/menu";
import * as words from "../words";
import { AskDialog } from "./ask";
import type { Stance } from "./stance";

interface HeadProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly stance: Stance;
  readonly onAbout: () => void;
}

type Errand = "help" | "take_over";

export function Head({ seat, desk, row, stance, onAbout }: HeadProps) {
  const view = useView(seat);
  const [asks, setAsks] = useState<Errand | null>(null);
  const faces = facesIn(row, desk);
  const credit = creditOf(row, desk);
  return (
    <header>
      <a class="tool back" href={pathTo(seat.key)} aria-label={words.talk.back}>
        <Icon of={back} />
      </a>
      <button type="button" class="whom" aria-label={words.talk.about(row.visitor.name)} onClick={onAbout}>
        <VisitorFace of={row.visitor} />
      </button>
      <div class="title">
        <h1 dir="auto">{row.visitor.name}</h1>
        <p class="quiet">{stateOf(row, desk)}</p>
      </div>
      {faces.length > 0 && (
        <span class="faces" role="img" aria-label={words.talk.whoIsIn(namesOf(faces, desk))}>
          {faces.map((face) => (
            <Face key={face.id} of={face} dot={dotOf(view, face.id)} />
          ))}
        </span>
      )}
      {credit && (
        <p class="credit">
          <Icon of={help} small />
          {credit}
        </p>
      )}
      <div class="acts">
        <button
          type="button"
          class="btn plain about-button"
          aria-label={words.talk.about(row.visitor.name)}
          onClick={onAbout}
        >
          <Icon of={personIcon} small />
        </button>
        <Acts seat={seat} row={row} stance={stance} onAsk={setAsks} />
      </div>
      {asks && <AskDialog seat={seat} desk={desk} row={row} errand={asks} onClose={() => setAsks(null)} />}
    </header>
  );
}

interface ActsProps {
  readonly seat: Seat;
  readonly row: AgentRow;
  readonly stance: Stance;
  readonly onAsk: (errand: Errand) => void;
}

interface Act {
  readonly name: string;
  readonly icon: ComponentChildren;
  readonly stroke: string;
  readonly act: () => void;
  /** It ends something, and this is how a menu says what. On a desk it stands apart: framed, and without its icon. */
  readonly ends?: string;
}

/** Side by side on a desk; on a phone the first stays and the others fold into a menu. */
function Acts({ seat, row, stance, onAsk }: ActsProps) {
  const { id } = row;
  const bringIn = useCallback(() => onAsk("help"), [onAsk]);
  const handOver = useCallback(() => onAsk("take_over"), [onAsk]);
  const hold = useCallback(() => seat.act({ type: "hold", conversation: id }), [seat, id]);
  const resume = useCallback(() => seat.act({ type: "resume", conversation: id }), [seat, id]);
  const stepOut = useCallback(() => seat.act({ type: "step_out", conversation: id }), [seat, id]);
  const close = useCallback(() => seat.act({ type: "close", conversation: id }), [seat, id]);
  useCommand("bring_in", stance.canAsk ? bringIn : null);
  useCommand("hand_over", stance.canAsk ? handOver : null);
  useCommand("hold", stance.canHold ? hold : stance.canResume ? resume : null);
  useCommand("close", stance.canClose ? close : null);
  const { bringIn: bringName, handOver: handName } = words.talk;
  const acts: readonly (Act | false)[] = [
    stance.canAsk && { name: bringName, icon: <Icon of={bring} small />, stroke: "B", act: bringIn },
    stance.canAsk && { name: handName, icon: <Icon of={hand} small />, stroke: "H", act: handOver },
    stance.canHold && { name: words.talk.hold, icon: <Icon of={aside} small />, stroke: "Z", act: hold },
    stance.canStepOut && {
      name: words.talk.stepOut,
      icon: <Icon of={door} small />,
      stroke: "",
      act: stepOut,
      ends: words.talk.stepOut,
    },
    stance.canClose && {
      name: words.talk.close,
      icon: <Mark lifted={false} width={16} />,
      stroke: "E",
      act: close,
      ends: words.talk.closeTalk,
    },
  ];
  const all = acts.filter((act) => act !== false);
  if (all.length === 0) return null;
  return (
    <>
      <div class="wide">
        {all.map((one) => (
          <ActButton key={one.name} of={one} />
        ))}
      </div>
      <Menu kind="narrow" label={words.talk.more} button={<Icon of={more} />}>
        {(shut) => all.map((one) => <ActButton key={one.name} of={one} shut={shut} />)}
      </Menu>
    </>
  );
}

interface ActButtonProps {
  readonly of: Act;
  /** Puts the menu away in which it stands. */
  readonly shut?: () => void;
}

function ActButton({ of: { name, icon, stroke, act, ends }, shut }: ActButtonProps) {
  const apart = ends !== undefined && !shut;
  return (
    <button
      type="button"
      class={apart ? "btn" : "btn plain"}
      aria-keyshortcuts={stroke || undefined}
      onClick={() => {
        shut?.();
        act();
      }}
    >
      {!apart && icon}
      {(shut && ends) ?? name}
      {stroke && <Key of={stroke} />}
    </button>
  );
}

function stateOf(row: AgentRow, desk: Desk): string {
  const mine = row.agent === desk.me.id;
  const names = namesOf(facesIn(row, desk), desk) || words.list.somebody;
  switch (row.state) {
    case "waiting":
      return row.calling_all ? words.talk.ringingAll : words.talk.waiting;
    case "ringing":
      return mine ? words.talk.ringingYou : words.talk.ringingOne(nameOf(desk, row.agent));
    case "engaged":
      return words.talk.withWhom(names);
    case "held":
      return words.talk.heldState(names);
    case "closed":
      return words.talk.closedState;
    case "left":
      return words.talk.leftState;
  }
}
