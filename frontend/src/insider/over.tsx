/** The link opens the conversation no more. Nothing of it stays on the screen but what its reader had not sent. */

import { called } from "../../../widget/src/paper/names";
import type { Seat, View } from "../desk/seat";
import { visitorName } from "../person/names";
import type { Drafts } from "../talk/drafts";
import { Logo } from "../ui/logo";
import { begunIn } from "./begun";
import type { Known } from "./line";
import { words } from "./words";

interface OverProps {
  readonly seat: Seat;
  readonly view: View;
  readonly known: Known;
  readonly drafts: Drafts;
}

export function Over({ seat, view, known, drafts }: OverProps) {
  const [title, hint] = whyOver(seat, view, known);
  const unsent = unsentOf(view, known, drafts);
  return (
    <main class="alone">
      <Logo lifted={false} />
      <h1>{title}</h1>
      <p class="quiet">{hint}</p>
      {unsent.length > 0 && (
        <section>
          <h2>{words.over.unsent}</h2>
          {unsent.map((text) => (
            <p class="talk words unsent" dir="auto" key={text}>
              {text}
            </p>
          ))}
        </section>
      )}
    </main>
  );
}

function whyOver(
  seat: Seat,
  { why, desk }: View,
  { invitation, left }: Known,
): readonly [title: string, hint: string] {
  if (why !== "pass_ended") return [words.over.refused, words.over.refusedHint];
  if (left) return [words.over.left, words.over.leftHint];
  if (!invitation) return [words.over.unknown, words.over.unknownHint];
  const { conversation, visitor, asked_by, expires } = invitation;
  if (desk?.open.get(conversation)?.entries.at(-1)?.body.type === "departed")
    return [words.over.departed(visitorName(visitor)), words.over.departedHint];
  const again = words.over.askAgain(asked_by ? called(asked_by.name) : words.over.somebody);
  return [Date.now() + seat.skew >= expires ? words.over.ranOut : words.over.withdrawn, again];
}

function unsentOf(view: View, { invitation }: Known, drafts: Drafts): readonly string[] {
  const sent = view.kept.flatMap(({ command }) => ("text" in command ? [command.text] : []));
  if (!invitation) return sent;
  return [...sent, ...begunIn(drafts, invitation.conversation)];
}
