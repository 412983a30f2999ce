/** Where an agent writes: a reply to the visitor, or a note to the team. Enter sends, but not while an input method composes. */

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../widget/src/paper/icons";
import { Mark } from "../../../widget/src/paper/mark";
import { called } from "../../../widget/src/paper/names";
import type { AgentRow } from "../../../widget/src/wire/wire";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { takesLetters, useCommand } from "../keys";
import { lock } from "../ui/icons";
import { Key } from "../ui/key";
import * as words from "../words";
import type { Drafts, Kind } from "./drafts";
import type { Stance } from "./stance";

interface ComposerProps {
  readonly seat: Seat;
  readonly desk: Desk;
  readonly row: AgentRow;
  readonly stance: Stance;
  readonly drafts: Drafts;
  /** What the writer last meant to write. */
  readonly first: Kind;
}

export function Composer({ seat, desk, row, stance, drafts, first }: ComposerProps) {
  const [wants, setWants] = useState<Kind>(first);
  const kind: Kind = stance.canReply ? wants : "note";
  const [texts, setTexts] = useState(() => ({
    reply: drafts.read(row.id, "reply"),
    note: drafts.read(row.id, "note"),
  }));
  const text = texts[kind];
  const area = useRef<HTMLTextAreaElement>(null);
  const typed = useRef(0);
  const write = (next: string, as = kind) => {
    drafts.write(row.id, as, next);
    setTexts((last) => ({ ...last, [as]: next }));
  };
  const makeNote = () => {
    write(texts.note ? `${texts.note}\n${texts.reply}` : texts.reply, "note");
    write("", "reply");
    area.current?.focus();
  };

  const choose = useCallback((next: Kind) => {
    setWants(next);
    area.current?.focus();
  }, []);
  const toReply = useCallback(() => choose("reply"), [choose]);
  const toNote = useCallback(() => choose("note"), [choose]);
  useCommand("reply", stance.canReply ? toReply : null);
  useCommand("note", toNote);
  useReady(area, stance.canReply);
  useGrowing(area);

  const over = [...text].length - desk.limits.text_max;
  const empty = text.trim() === "";
  const send = () => {
    if (empty || over > 0) return;
    if (kind === "reply") seat.reply(row.id, text);
    else seat.note(row.id, text);
    write("");
    area.current?.focus();
  };
  const input = (next: string) => {
    write(next);
    const now = Date.now();
    if (kind !== "reply" || next.trim() === "" || Math.abs(now - typed.current) < desk.limits.typing_ms)
      return;
    typed.current = now;
    seat.typing(row.id);
  };
  const label =
    kind === "reply"
      ? words.compose.to(row.visitor.nameless ? row.visitor.name : called(row.visitor.name))
      : words.compose.noteTo;
  return (
    <div class="foot">
      {stance.why && (
        <p class="why-not">
          <span>{stance.why}</span>
          <Remedy seat={seat} row={row} stance={stance} />
        </p>
      )}
      {!stance.canReply && texts.reply.trim() !== "" && (
        <p class="why-not">
          <span>
            {words.compose.unsent} <q dir="auto">{texts.reply}</q>
          </span>
          <button type="button" class="text u" onClick={makeNote}>
            {words.compose.asNote}
          </button>
        </p>
      )}
      <form
        class={`compose ${kind}`}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <fieldset class="tabs" aria-label={words.compose.tabs}>
          {stance.canReply && (
            <Tab of="reply" chosen={kind} choose={choose} name={words.compose.reply} stroke="R" />
          )}
          <Tab of="note" chosen={kind} choose={choose} name={words.compose.note} stroke="N" />
        </fieldset>
        <textarea
          ref={area}
          class="area"
          dir="auto"
          rows={2}
          aria-label={label}
          placeholder={label}
          enterkeyhint="send"
          value={text}
          onInput={(event) => input(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.preventDefault();
              area.current?.blur();
            }
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
        />
        {over > 0 && (
          <p class="wrong" role="alert">
            {words.compose.tooLong(over)}
          </p>
        )}
        {!drafts.lasting && !empty && <p class="warn">{words.compose.memory}</p>}
        <div class="bar">
          {kind === "reply" ? (
            <span class="hint" title={words.compose.markdownLabel}>
              {words.compose.markdown}
            </span>
          ) : (
            <span class="hint">
              <Icon of={lock} small />
              {words.talk.noteBy}
            </span>
          )}
          <button type="submit" class={kind === "reply" ? "btn go" : "btn"} aria-disabled={empty || over > 0}>
            {kind === "reply" ? words.compose.send : words.compose.keep}
            <Key of="↵" />
          </button>
        </div>
      </form>
    </div>
  );
}

/** What makes replying possible, or plain. */
function Remedy({ seat, row, stance }: Pick<ComposerProps, "seat" | "row" | "stance">) {
  const { pickUp } = stance;
  if (pickUp !== undefined) {
    const take = () => seat.act({ type: "pick_up", conversation: row.id, offer: pickUp });
    return (
      <button type="button" class="btn go" onClick={take}>
        <Mark lifted width={16} />
        {words.talk.pickUp}
      </button>
    );
  }
  if (!stance.canResume) return null;
  return (
    <button type="button" class="btn" onClick={() => seat.act({ type: "resume", conversation: row.id })}>
      {words.talk.resume}
      <Key of="Z" />
    </button>
  );
}

interface TabProps {
  readonly of: Kind;
  readonly chosen: Kind;
  readonly choose: (kind: Kind) => void;
  readonly name: string;
  readonly stroke: string;
}

function Tab({ of, chosen, choose, name, stroke }: TabProps) {
  return (
    <button
      type="button"
      class={chosen === of ? "on" : ""}
      aria-pressed={chosen === of}
      aria-keyshortcuts={stroke}
      onClick={() => choose(of)}
    >
      {name}
      {chosen !== of && <Key of={stroke} />}
    </button>
  );
}

type Stroke = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "isComposing" | "keyCode">;

/** Enter, unless it breaks a line (Shift), picks up (Alt) or ends a composition: 229 is how Safari says that. */
function sends(stroke: Stroke): boolean {
  return (
    stroke.key === "Enter" &&
    !stroke.shiftKey &&
    !stroke.altKey &&
    !stroke.isComposing &&
    stroke.keyCode !== 229
  );
}

/** Puts the cursor in as soon as I may reply, where there is a real keyboard and no other words are being typed. */
function useReady(area: { readonly current: HTMLTextAreaElement | null }, canReply: boolean): void {
  useEffect(() => {
    if (canReply && matchMedia("(pointer: fine)").matches && !takesLetters(document.activeElement))
      area.current?.focus();
  }, [area, canReply]);
}

/** The field grows with its words, up to what the stylesheet allows. */
function useGrowing(area: { readonly current: HTMLTextAreaElement | null }): void {
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${field.scrollHeight}px`);
  });
}
