/** The hours of a week, day by day, each with as many spans as it has. Every part is reached and worked by keys. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./hours.css";
import { type Draft, faultOf, minutesOf, type Typed, timeOf, typed } from "./rules";
import { say } from "./words";

const NINE = 9 * 60;
const FIVE = 17 * 60;

interface HoursEditorProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Say of every day what is wrong, also where nobody has typed yet. */
  readonly strict: boolean;
}

export function HoursEditor({ draft, onChange, strict }: HoursEditorProps) {
  const put = (at: number, spans: readonly Typed[]) =>
    onChange(draft.map((before, day) => (day === at ? spans : before)));
  const monday = draft[0] ?? [];
  const same = () =>
    onChange(
      draft.map((before, day) =>
        day > 0 && day < 5
          ? monday.map((span) => ({ ...typed(0, 0), from: span.from, until: span.until }))
          : before,
      ),
    );
  return (
    <div class="hours">
      {draft.map((spans, at) => (
        <Day
          key={say.days[at]}
          name={say.days[at] ?? ""}
          spans={spans}
          strict={strict}
          onChange={(next) => put(at, next)}
          onSame={at === 0 && spans.length > 0 ? same : undefined}
        />
      ))}
    </div>
  );
}

interface DayProps {
  readonly name: string;
  readonly spans: readonly Typed[];
  readonly strict: boolean;
  readonly onChange: (spans: readonly Typed[]) => void;
  readonly onSame: (() => void) | undefined;
}

function Day({ name, spans, strict, onChange, onSame }: DayProps) {
  const root = useRef<HTMLFieldSetElement>(null);
  const [left, setLeft] = useState(false);
  const focus = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (focus.current) root.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = undefined;
  });
  const fault = strict || left ? faultOf(spans) : null;
  const wrong = `hours-wrong-${name}`;
  const change = (key: number, over: Partial<Typed>) =>
    onChange(spans.map((span) => (span.key === key ? { ...span, ...over } : span)));
  const add = () => {
    const last = minutesOf(spans.at(-1)?.until ?? "");
    const next = spans.length === 0 ? typed(NINE, FIVE) : following(last);
    focus.current = `[data-span="${next.key}"] input`;
    onChange([...spans, next]);
  };
  const remove = (key: number) => {
    focus.current = ".add";
    onChange(spans.filter((span) => span.key !== key));
  };
  const time = (span: Typed, part: "from" | "until", label: string) => (
    <input
      class="input num"
      dir="ltr"
      inputMode="numeric"
      autocomplete="off"
      maxLength={5}
      aria-label={label}
      aria-invalid={fault !== null}
      aria-describedby={fault ? wrong : undefined}
      value={span[part]}
      onInput={(event) => change(span.key, { [part]: event.currentTarget.value })}
      onBlur={() => {
        setLeft(true);
        const minutes = minutesOf(span[part]);
        if (minutes !== null) change(span.key, { [part]: timeOf(minutes) });
      }}
    />
  );
  return (
    <fieldset class="weekday" ref={root}>
      <legend>{name}</legend>
      <div class="spans">
        {spans.length === 0 && <span class="faint">{say.none}</span>}
        {spans.map((span, nth) => (
          <div class="span" key={span.key} data-span={span.key}>
            {time(span, "from", say.from(name, nth))}
            <span aria-hidden="true">–</span>
            {time(span, "until", say.until(name, nth))}
            <button
              type="button"
              class="btn plain"
              aria-label={say.removeOf(name, span.from, span.until)}
              onClick={() => remove(span.key)}
            >
              {say.remove}
            </button>
          </div>
        ))}
        {fault && (
          <p class="wrong" id={wrong} role="alert">
            {say.faults[fault]}
          </p>
        )}
      </div>
      <div class="acts">
        <button type="button" class="btn plain add" aria-label={say.addTo(name)} onClick={add}>
          {say.add}
        </button>
        {onSame && (
          <button type="button" class="btn plain" onClick={onSame}>
            {say.same}
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** A further span: an hour after the last one, as far as the day goes. */
function following(last: number | null): Typed {
  const from = Math.min((last ?? NINE) + 60, 23 * 60);
  return typed(from, Math.min(from + 4 * 60, 24 * 60));
}
