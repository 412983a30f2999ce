/**
 * What the loader on the owner's page and the panel in its frame tell each other, by postMessage. Both sides check
 * origin and source of every message and never post to `*`.
 */
import type { Page, Told } from "./wire/wire";

/** From the owner's page to the panel. */
export type ToPanel =
  /** The page the panel stands on, what its owner tells about the visitor, and which team it asks for: first of all, and after each move. */
  | {
      readonly type: "page";
      readonly page: Page;
      readonly told: readonly Told[];
      readonly team?: string | undefined;
    }
  /** Whether the panel is before the visitor's eyes. */
  | { readonly type: "shown"; readonly shown: boolean };

/** From the panel to the owner's page. */
export type ToHost =
  | { readonly type: "ready" }
  | { readonly type: "close" }
  /** How high the panel would like to be, in CSS. */
  | { readonly type: "height"; readonly height: string }
  | { readonly type: "here"; readonly here: boolean }
  /** Whether a conversation goes on: a returning visitor's panel is then loaded in idle time. */
  | { readonly type: "ongoing"; readonly ongoing: boolean }
  | { readonly type: "unread"; readonly count: number; readonly last: LastWords | null };

/** The newest unread words, for the peek. `face` is the style of the face, worked out in the panel's own colours. */
export interface LastWords {
  readonly name: string;
  readonly letters: string;
  readonly face: string;
  readonly words: string;
}
