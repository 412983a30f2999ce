import { Mark } from "../../../widget/src/paper/mark";

/** The phone in its square: lifted and blue while it can ring here, else resting and grey. */
export function Logo({ lifted }: { readonly lifted: boolean }) {
  return (
    <span class={lifted ? "logo" : "logo rest"}>
      <Mark lifted={lifted} width={24} />
    </span>
  );
}
