/** What was half written in a conversation, as a reply or a note. */

import type { Drafts } from "../talk/drafts";

export function begunIn(drafts: Drafts, conversation: string): readonly string[] {
  const written = [drafts.read(conversation, "reply"), drafts.read(conversation, "note")];
  return written.filter((text) => text.trim() !== "");
}
