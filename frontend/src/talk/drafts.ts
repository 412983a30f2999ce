/** Half-written words, kept per conversation over a reload. They are never thrown away by anybody but their author. */

import { type Keeping, kept } from "../kept";

export type Kind = "reply" | "note";

export class Drafts {
  constructor(
    private readonly person: string,
    private readonly site: string,
    private readonly place: Keeping = kept,
  ) {}

  read(conversation: string, kind: Kind): string {
    return this.place.get(this.name(conversation, kind)) ?? "";
  }

  write(conversation: string, kind: Kind, text: string): void {
    this.place.set(this.name(conversation, kind), text);
  }

  /** False once something could be kept in memory only. */
  get lasting(): boolean {
    return this.place.lasting;
  }

  private name(conversation: string, kind: Kind): string {
    return `bluephone/console/${this.person}/${this.site}/draft/${conversation}/${kind}`;
  }
}
