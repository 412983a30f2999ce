import type { ComponentChildren, ComponentType } from "preact";
import { useRef, useState } from "preact/hooks";
import { back as backwards, door, down, Icon, more } from "../../paper/icons";
import { words } from "../words";

/** What the furniture of every screen can do. */
export interface Acts {
  readonly help: () => void;
  readonly leave: () => void;
  readonly know: () => void;
  /** Absent where there is no page around us to go back to. */
  readonly close: (() => void) | null;
  /** How many things we know, for the menu. */
  readonly things: number;
  /** What More opens; null until it is fetched. */
  readonly menu: ComponentType<MenuProps> | null;
  /** Somebody is about to open it. */
  readonly reach: () => void;
}

export interface MenuProps {
  readonly acts: Acts;
  readonly shut: () => void;
}

/** The two exits: on every screen, in one place, never in a menu only. */
export function Exits({ acts, left = false }: { readonly acts: Acts; readonly left?: boolean }) {
  return (
    <div class="exits">
      <button type="button" class="text" onClick={acts.help}>
        {words.help}
      </button>
      {!left && (
        <button type="button" class="text neutral" onClick={acts.leave}>
          <Icon of={door} small />
          {words.leave}
        </button>
      )}
    </div>
  );
}

/** More and Close, at the end of the top bar. */
export function Tools({ acts, menu = true }: { readonly acts: Acts; readonly menu?: boolean }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const shut = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="tools">
      {menu && (
        <button
          type="button"
          class="tool"
          ref={button}
          aria-label={words.more}
          aria-haspopup="menu"
          aria-expanded={open}
          onPointerEnter={acts.reach}
          onFocus={acts.reach}
          onClick={() => {
            acts.reach();
            setOpen(!open);
          }}
        >
          <Icon of={more} />
        </button>
      )}
      {acts.close && (
        <button type="button" class="tool" aria-label={words.close} onClick={acts.close}>
          <Icon of={down} />
        </button>
      )}
      {open && acts.menu && <acts.menu acts={acts} shut={shut} />}
    </div>
  );
}

interface TopProps {
  readonly acts: Acts;
  readonly title: string;
  readonly line?: string;
  readonly lead?: ComponentChildren;
  readonly onBack?: () => void;
  readonly menu?: boolean;
}

/** The bar at the top of every screen but the first. */
export function Top({ acts, title, line, lead, onBack, menu = true }: TopProps) {
  return (
    <div class="top">
      {onBack && (
        <button type="button" class="tool back" aria-label={words.back} onClick={onBack}>
          <Icon of={backwards} />
        </button>
      )}
      {lead}
      <div class="who">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {line && (
          <p role="status" title={line}>
            {line}
          </p>
        )}
      </div>
      <Tools acts={acts} menu={menu} />
    </div>
  );
}
