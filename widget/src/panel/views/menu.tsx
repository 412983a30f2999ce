import { useEffect, useRef } from "preact/hooks";
import { door, help, Icon, know } from "../../paper/icons";
import { lateWords } from "../latewords";
import { words } from "../words";
import type { MenuProps } from "./frame";

/** Everything else a visitor can do; the two exits too, with what they do said in full. */
export function Menu({ acts, shut }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => itemsOf(menu.current)[0]?.focus(), []);
  useEffect(() => {
    const outside = (event: Event) => {
      if (!menu.current?.parentElement?.contains(event.target as Node)) shut();
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [shut]);

  const pressed = (event: KeyboardEvent) => {
    const all = itemsOf(menu.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      shut();
    } else if (event.key === "Tab") shut();
    else if (to !== undefined) {
      event.preventDefault();
      all[to % all.length]?.focus();
    }
  };
  const chosen = (act: () => void) => () => {
    shut();
    act();
  };
  return (
    <div class="menu" role="menu" tabIndex={-1} ref={menu} aria-label={words.more} onKeyDown={pressed}>
      <button type="button" class="first-of" role="menuitem" onClick={chosen(acts.help)}>
        <Icon of={help} />
        <span>
          <b>{words.help}</b>
          <span class="small quiet">{lateWords.helpDoes}</span>
        </span>
      </button>
      <hr class="gap" />
      <button type="button" role="menuitem" onClick={chosen(acts.know)}>
        <Icon of={know} />
        <span>{lateWords.know}</span>
        <span class="small faint">{lateWords.things(acts.things)}</span>
      </button>
      <hr />
      <button type="button" role="menuitem" onClick={chosen(acts.leave)}>
        <Icon of={door} />
        <span>
          <b>{words.leave}</b>
          <span class="small quiet">{lateWords.leaveDoes}</span>
        </span>
      </button>
    </div>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
