/** The line: who waits, who is with me, who is with the team, and what has ended. */

import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { cross, Icon } from "../../../widget/src/paper/icons";
import { called } from "../../../widget/src/paper/names";
import type { AgentRow } from "../../../widget/src/wire/wire";
import { useConsole, useRoute, useView } from "../console";
import { freePlaces, oldestEnd, type Sections, sectionsOf } from "../desk/order";
import type { Seat } from "../desk/seat";
import type { Desk } from "../desk/state";
import { steady } from "../desk/steady";
import { useCommand } from "../keys";
import { teamNames } from "../person/names";
import { pathTo } from "../route";
import { PresenceMenu } from "../shell/presence";
import { SiteMenu } from "../shell/sites";
import { search as searchIcon } from "../ui/icons";
import { Key } from "../ui/key";
import * as words from "../words";
import { found } from "./find";
import { FirstRun } from "./first";
import { useHeld } from "./held";
import { Row } from "./row";
import { Section } from "./section";

export function List({ seat }: { readonly seat: Seat }) {
  const { desk } = useView(seat);
  const { me } = useConsole();
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  useCommand(
    "find",
    useCallback(() => field.current?.focus(), []),
  );
  useCommand(
    "down",
    useCallback(() => step(list.current, 1), []),
  );
  useCommand(
    "up",
    useCallback(() => step(list.current, -1), []),
  );
  return (
    <section class="list" ref={list} aria-label={words.list.label}>
      <header class="head">
        {me.sites.length > 1 ? <SiteMenu seat={seat} named /> : <h2>{words.line.title}</h2>}
        {desk && <PresenceMenu seat={seat} desk={desk} named />}
      </header>
      <label class="find">
        <Icon of={searchIcon} small />
        <span class="unseen">{words.list.find}</span>
        <input
          ref={field}
          type="search"
          placeholder={words.list.find}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (search === "") event.currentTarget.blur();
            else setSearch("");
          }}
        />
        {search === "" ? (
          <Key of="/" />
        ) : (
          <button type="button" class="tool" aria-label={words.list.clear} onClick={() => setSearch("")}>
            <Icon of={cross} small />
          </button>
        )}
      </label>
      {desk && <Rows seat={seat} desk={desk} search={search} />}
    </section>
  );
}

function Rows({ seat, desk, search }: { readonly seat: Seat; readonly desk: Desk; readonly search: string }) {
  const { conversation } = useRoute();
  const { held, on } = useHeld();
  const shown = useRef<Sections | null>(null);
  const ordered = useMemo(() => sectionsOf(desk.rows, desk.me.id), [desk.rows, desk.me.id]);
  const now = useMemo(() => found(ordered, search), [ordered, search]);
  const drawn = steady(shown.current, now, held);
  shown.current = drawn;
  const nothing = search !== "" && Object.values(now).every((rows) => rows.length === 0);
  if (desk.rows.size === 0) return <FirstRun seat={seat} desk={desk} />;
  const draw = (row: AgentRow) => (
    <Row
      row={row}
      desk={desk}
      skew={seat.skew}
      href={pathTo(seat.key, "line", row.id)}
      current={row.id === conversation}
    />
  );
  const oldest = oldestEnd(desk);
  const older = desk.more && search === "" ? () => seat.more(oldest ?? Date.now() + seat.skew) : undefined;
  const searching = search !== "";
  return (
    <nav class="scroll" aria-label={words.list.label} {...on}>
      {nothing && <p class="none">{words.list.noneFound(search)}</p>}
      {(!searching || now.waiting.length > 0) && (
        <Section
          title={words.list.waiting}
          side={words.list.trueOrder}
          count={now.waiting.length}
          rows={drawn.waiting}
          none={words.list.noneWaiting}
          draw={draw}
        />
      )}
      {(!searching || now.mine.length > 0) && (
        <Section
          title={words.list.mine}
          side={
            desk.me.presence === "away" ? words.presence.youAreAway : words.presence.free(freePlaces(desk))
          }
          count={now.mine.length}
          rows={drawn.mine}
          none={words.list.noneMine}
          draw={draw}
        />
      )}
      {now.held.length + drawn.held.length > 0 && (
        <Section
          title={words.list.held}
          side={words.list.heldHint}
          count={now.held.length}
          rows={drawn.held}
          draw={draw}
        />
      )}
      {now.team.length + drawn.team.length > 0 && (
        <Section
          title={words.list.team}
          side={withSomebody(desk)}
          count={now.team.length}
          rows={drawn.team}
          draw={draw}
        />
      )}
      {(now.ended.length + drawn.ended.length > 0 || older) && (
        <Section
          key={searching ? "found" : "ended"}
          title={words.list.ended}
          count={now.ended.length}
          rows={drawn.ended}
          folded={!searching}
          onMore={older}
          draw={draw}
        />
      )}
    </nav>
  );
}

/** Who of my colleagues is with somebody: "Tom, Maya". Nothing is counted beside a name. */
function withSomebody(desk: Desk): string {
  return [...desk.team.values()]
    .filter(({ id, load }) => id !== desk.me.id && load > 0)
    .map(({ name }) => called(name, teamNames(desk)))
    .join(", ");
}

/** Moves the focus along the rows; Enter then opens, as on any link. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const from = at >= 0 ? at : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = from < 0 ? (by > 0 ? 0 : rows.length - 1) : from + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}
