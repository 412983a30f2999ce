/** My words that have no entry yet: an outline until they are durable, dashed and with words when refused. */

import type { Kept } from "../../../widget/src/link/outbox";
import { Plain } from "../../../widget/src/paper/markup";
import { clock } from "../../../widget/src/paper/times";
import type { Landed } from "../desk/hearing";
import type { Durable, Seat, View } from "../desk/seat";
import * as words from "../words";
import type { Kind } from "./drafts";
import { Slip } from "./entry";

type Said = Extract<Durable, { text: string }>;

interface UnsentProps {
  readonly seat: Seat;
  readonly view: View;
  readonly conversation: string;
  readonly onTakeBack: (kind: Kind, text: string) => void;
}

export function Unsent({ seat, view, conversation, onTakeBack }: UnsentProps) {
  const landed = view.landed.filter(({ command }) => command.conversation === conversation);
  const kept = view.kept.filter(({ command }) => command.conversation === conversation && "text" in command);
  return (
    <>
      {landed.map((one) => (
        <Safe key={one.command.id} landed={one} />
      ))}
      {kept.map((one) => (
        <Waiting
          key={one.command.id}
          seat={seat}
          kept={one}
          down={view.line !== "open"}
          wrong={view.wrong.get(one.command.id)}
          onTakeBack={onTakeBack}
        />
      ))}
    </>
  );
}

/** Durable, and its entry is on the way. */
function Safe({ landed }: { readonly landed: Landed }) {
  const command = landed.command as Said;
  if (command.type === "note") {
    return (
      <Slip who={words.talk.you} at={landed.at}>
        <Plain text={command.text} />
      </Slip>
    );
  }
  return (
    <div class="ours">
      <div class="talk say words" dir="auto">
        <Plain text={command.text} />
      </div>
      <p class="by t12">
        {words.talk.you}, <time class="num">{clock(landed.at)}</time>
      </p>
    </div>
  );
}

interface WaitingProps {
  readonly seat: Seat;
  readonly kept: Kept<Durable>;
  readonly down: boolean;
  readonly wrong: string | undefined;
  readonly onTakeBack: (kind: Kind, text: string) => void;
}

function Waiting({ seat, kept, down, wrong, onTakeBack }: WaitingProps) {
  const command = kept.command as Said;
  const state = kept.refused ? "refused" : "sending";
  const foot = kept.refused ? (
    <p class="by t12 wrong" role="alert">
      <span>
        {words.talk.refused} {wrong}
      </span>
      <button type="button" class="text u" onClick={() => seat.again(command.id)}>
        {words.talk.again}
      </button>
      <button
        type="button"
        class="text u"
        onClick={() => {
          seat.takeBack(command.id);
          onTakeBack(command.type, command.text);
        }}
      >
        {words.talk.edit}
      </button>
    </p>
  ) : (
    <p class="by t12">
      {wrong
        ? words.talk.notStored(wrong)
        : `${words.talk.you}, ${down ? words.talk.kept : words.talk.sending}`}
    </p>
  );
  if (command.type === "note") {
    return (
      <div>
        <Slip who={words.talk.you} at={null} state={state}>
          <Plain text={command.text} />
        </Slip>
        {foot}
      </div>
    );
  }
  return (
    <div class="ours">
      <div class={`talk say words ${state}`} dir="auto">
        <Plain text={command.text} />
      </div>
      {foot}
    </div>
  );
}
