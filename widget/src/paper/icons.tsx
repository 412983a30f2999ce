/**
 * Icons on a 20 px grid, each a path, so that a page carries only those it draws: `<Icon of={door} />`.
 * A word stands beside every icon but close, back, more and send, whose buttons have names.
 */

interface IconProps {
  /** The path to draw. */
  readonly of: string;
  /** 16 px instead of 20. */
  readonly small?: boolean;
}

export function Icon({ of, small }: IconProps) {
  const kind = `i${small ? " s" : ""}${TURNING.includes(of) ? " turns" : ""}${of === more ? " dots" : ""}`;
  return (
    <svg class={kind} viewBox="0 0 20 20" aria-hidden="true">
      <path d={of} />
    </svg>
  );
}

export const more = "M4.5 10h.01M10 10h.01M15.5 10h.01";
export const down = "m5 7.5 5 5 5-5";
export const cross = "m5.5 5.5 9 9M14.5 5.5l-9 9";
export const back = "M12 4.5 6.5 10l5.5 5.5";
export const up = "M10 16V4.5M5 9.3l5-4.8 5 4.8";
export const tick = "m4.5 10.5 3.7 3.7 7.3-8";
export const door = "M11.5 3.5h-6v13h6M9 10h7.5M13.7 7.2l2.8 2.8-2.8 2.8";
export const help =
  "M4.7 6.8a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0M2.5 16c.3-3 2.2-4.7 5-4.7 1.4 0 2.6.4 3.5 1.2M14.7 11v6M11.7 14h6";
export const know = "M4 3.5h12v13H4zM7 7.5h6M7 10.5h6M7 13.5h3.5";

/** Those that point along the line of reading, and so mirror from right to left. */
const TURNING = [back, door];
