/** What we know of a visitor: what they or the owner's page told. They see it too. */

import type { ComponentChildren } from "preact";
import { cross, Icon } from "../../../widget/src/paper/icons";
import { safeHref } from "../../../widget/src/paper/linkify";
import { day } from "../../../widget/src/paper/times";
import type { AgentVisitorCard } from "../../../widget/src/wire/wire";
import { useNow } from "../ui/tick";
import * as words from "../words";
import { VisitorFace } from "./names";
import { languageName, localTime } from "./places";

interface PersonProps {
  readonly card: AgentVisitorCard;
  /** Whether the line is; while it is not, nobody knows where they are. */
  readonly up: boolean;
  readonly onClose: () => void;
  /** What may be changed about them. */
  readonly children?: ComponentChildren;
}

export function Person({ card, up, onClose, children }: PersonProps) {
  const now = useNow(20_000);
  const online = up && card.online;
  const time = card.zone && localTime(card.zone, now);
  return (
    <aside
      class="person"
      aria-label={words.person.label(card.name)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div class="id">
        <VisitorFace of={card} size="l" />
        <div>
          <h2 dir="auto">{card.name}</h2>
          <p class={`quiet presence${online ? " online" : ""}`}>
            {!up ? words.person.unknown : online ? words.person.here : words.person.gone}
          </p>
          {card.nameless && <p class="faint t12">{words.person.nameless}</p>}
        </div>
        <button type="button" class="tool shut" aria-label={words.person.close} onClick={onClose}>
          <Icon of={cross} small />
        </button>
      </div>
      <section>
        <h3>
          {words.person.know}
          <span class="side">{words.person.seen}</span>
        </h3>
        {card.told.length === 0 && <p class="quiet none">{words.person.nothing}</p>}
        <dl class="kv">
          {card.told.map(({ name, value }) => (
            <Fact key={name} name={name}>
              <span dir="auto">{value}</span>
            </Fact>
          ))}
        </dl>
      </section>
      {children}
      <section>
        <h3>{words.person.words}</h3>
        <dl class="kv">
          {card.page && (
            <Fact name={online ? words.person.reading : words.person.wasReading}>
              <PageLink title={card.page.title} url={card.page.url} />
            </Fact>
          )}
          {card.language && <Fact name={words.person.language}>{languageName(card.language)}</Fact>}
          {time && (
            <Fact name={words.person.localTime}>
              <span class="num">{time}</span>
            </Fact>
          )}
          <Fact name={words.person.since}>{day(card.since, now)}</Fact>
        </dl>
      </section>
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt dir="auto">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The page's title, with its address below; a link only where the address is a plain one. */
function PageLink({ title, url }: { readonly title: string; readonly url: string }) {
  const href = safeHref(url);
  return (
    <>
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
          {title || url}
        </a>
      ) : (
        <span dir="auto">{title || url}</span>
      )}
      {title && (
        <span class="src" dir="ltr">
          {url}
        </span>
      )}
    </>
  );
}
