import type { ComponentChildren } from "preact";
import { Icon, tick } from "../../paper/icons";
import { Cord } from "../../paper/mark";
import type { VisitorLeft } from "../../wire/wire";
import { words } from "../words";
import { type Acts, Exits, Top } from "./frame";

interface LeavingProps {
  /** Null until it has taken effect. */
  readonly left: VisitorLeft | null;
  readonly acts: Acts;
  readonly down: boolean;
  /** What comes after. */
  readonly children: ComponentChildren;
}

/** Leaving: said at once. The number in the bar is receipt enough where the rest cannot be fetched. */
export function Leaving({ left, acts, down, children }: LeavingProps) {
  return (
    <>
      <Top
        acts={acts}
        title={left ? words.left : words.leaving}
        line={left ? words.nothingToDo(left.number) : ""}
        lead={<span class="face l calm">{left && <Icon of={tick} />}</span>}
        menu={false}
      />
      <div class="body">
        {!left && down && (
          <p class="event dropped" role="status">
            <Cord />
            <span>{words.leavingSoon}</span>
          </p>
        )}
        {children}
      </div>
      <Exits acts={acts} left />
    </>
  );
}
