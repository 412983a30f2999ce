import type { Face as Somebody } from "../wire/wire";

const TINTS = ["", " b", " c", " d", " e"];

/** Two letters for a name: of its first and its last word, or of the only one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? "")];
  const last = words.length > 1 ? [...(words.at(-1) ?? "")][0] : first[1];
  return `${first[0] ?? "?"}${last ?? ""}`.toLocaleUpperCase();
}

/** One of five tints, always the same for the same id. */
export function tint(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return TINTS[sum % TINTS.length] ?? "";
}

interface FaceProps {
  readonly of: Somebody;
  readonly size?: "s" | "l" | "xl";
  /** The dot; the words beside it must say the same. */
  readonly dot?: "here" | "away" | undefined;
  /** What a pointer that rests on the face is told more. */
  readonly title?: string | undefined;
}

/** A round face with initials. The name stands beside it, so ears hear it once. */
export function Face({ of, size, dot, title }: FaceProps) {
  const kind = of.kind === "visitor" ? " v" : tint(of.id);
  return (
    <span
      class={`face${size ? ` ${size}` : ""}${kind}${dot ? ` ${dot}` : ""}`}
      title={title}
      aria-hidden="true"
    >
      {initials(of.name)}
    </span>
  );
}

interface FacesProps extends Omit<FaceProps, "of" | "title"> {
  readonly of: readonly Somebody[];
  /** How many there are, if more than those given. */
  readonly count?: number;
  readonly title?: (face: Somebody) => string | undefined;
}

/** Up to two faces side by side, then how many more. */
export function Faces({ of, size, dot, title, count = of.length }: FacesProps) {
  const shown = of.slice(0, 2);
  return (
    <span class="faces">
      {shown.map((face) => (
        <Face key={face.id} of={face} {...(size ? { size } : {})} dot={dot} title={title?.(face)} />
      ))}
      {count > shown.length && (
        <span class={`face${size ? ` ${size}` : ""} v`} aria-hidden="true">
          +{count - shown.length}
        </span>
      )}
    </span>
  );
}
