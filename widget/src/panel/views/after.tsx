import { useMemo, useState } from "preact/hooks";
import { Icon, tick } from "../../paper/icons";
import { clock, day } from "../../paper/times";
import type { VisitorLeft, VisitorWhy } from "../../wire/wire";
import { lateWords } from "../latewords";
import type { Session } from "../session";
import { words } from "../words";

type Reason = NonNullable<VisitorWhy["reason"]>;

interface AfterProps {
  readonly session: Session;
  readonly left: VisitorLeft;
  readonly site: string;
}

/** What comes after leaving: the receipt, then a question that may be skipped. */
export function After({ session, left, site }: AfterProps) {
  const [done, setDone] = useState<"asked" | "skipped" | "said">("asked");
  const say = (reason: Reason | null, own: string) => {
    const said = reason !== null || own.trim() !== "";
    if (said) session.why(left.departure, reason, own);
    setDone(said ? "said" : "skipped");
  };
  return (
    <>
      <Receipt left={left} site={site} now={Date.now() + session.ahead} />
      {done === "asked" ? (
        <Why max={session.state.limits?.words_max ?? null} onSkip={() => setDone("skipped")} onSend={say} />
      ) : (
        <div class="thanks" role="status">
          <h2>{done === "said" ? lateWords.thanks : lateWords.allDone}</h2>
          {done === "said" && (
            <p class="quiet">{session.state.thanked ? lateWords.thanksSent : lateWords.thanksKept}</p>
          )}
          <button type="button" class="btn" onClick={() => session.anew()}>
            {lateWords.startAgain}
          </button>
        </div>
      )}
    </>
  );
}

function Receipt({
  left,
  site,
  now,
}: {
  readonly left: VisitorLeft;
  readonly site: string;
  readonly now: number;
}) {
  return (
    <div class="receipt">
      <p class="num">
        <span>{lateWords.receipt(left.number)}</span>
        <bdi>{site}</bdi>
      </p>
      <p class="say">{lateWords.declared}</p>
      <p class="steps">
        <Icon of={tick} small />
        <span>{lateWords.recorded}</span>
        <time dateTime={new Date(left.at).toISOString()}>
          {day(left.at, now)}, {clock(left.at)}
        </time>
      </p>
    </div>
  );
}

interface WhyProps {
  readonly max: number | null;
  readonly onSkip: () => void;
  readonly onSend: (reason: Reason | null, own: string) => void;
}

/** The order is shuffled, nothing is ticked, own words are always there, and Skip weighs as much as Send. */
function Why({ max, onSkip, onSend }: WhyProps) {
  const [reason, setReason] = useState<Reason | null>(null);
  const [own, setOwn] = useState("");
  const order = useMemo(() => shuffled(Object.entries(lateWords.reasons) as [Reason, string][]), []);
  const over = max === null ? 0 : [...own].length - max;
  return (
    <>
      <h2>{lateWords.why}</h2>
      <div class="reasons">
        {order.map(([key, label]) => (
          <button
            key={key}
            type="button"
            class={key === reason ? "reason on" : "reason"}
            aria-pressed={key === reason}
            onClick={() => setReason(key === reason ? null : key)}
          >
            {label}
          </button>
        ))}
      </div>
      <textarea
        class="input"
        rows={2}
        dir="auto"
        aria-label={lateWords.ownWords}
        placeholder={lateWords.ownWords}
        value={own}
        onInput={(event) => setOwn(event.currentTarget.value)}
      />
      {over > 0 && (
        <p class="over" role="status">
          {words.tooLong(over)}
        </p>
      )}
      <div class="two">
        <button type="button" class="btn" onClick={onSkip}>
          {lateWords.skip}
        </button>
        <button
          type="button"
          class="btn"
          aria-disabled={over > 0}
          onClick={() => over <= 0 && onSend(reason, own)}
        >
          {lateWords.sendWhy}
        </button>
      </div>
    </>
  );
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
