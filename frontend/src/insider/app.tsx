/** The page behind a link: one conversation for as long as the link is good, and in plain words why it is not. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import { useView } from "../console";
import type { Seat } from "../desk/seat";
import { headOf } from "../desk/state";
import { Drafts } from "../talk/drafts";
import { Logo } from "../ui/logo";
import { Conversation } from "./conversation";
import type { Known } from "./line";
import { Over } from "./over";
import { type Invitation, SITE } from "./translate";
import { words } from "./words";

interface AppProps {
  readonly seat: Seat;
  readonly known: Known;
  /** What sets apart what this browser keeps for this link. */
  readonly person: string;
  /** Throws the key away. */
  readonly forget: () => void;
}

export function App({ seat, known, person, forget }: AppProps) {
  const view = useView(seat);
  const drafts = useMemo(() => new Drafts(person, SITE), [person]);
  const { invitation } = known;
  const over = view.line === "refused";
  const ended = over && view.why === "pass_ended";
  useEffect(() => {
    if (ended) forget();
  }, [ended, forget]);
  useTitle(invitation, headOf(invitation ? view.desk?.open.get(invitation.conversation) : undefined));
  if (over) return <Over seat={seat} view={view} known={known} drafts={drafts} />;
  if (!invitation || !view.desk)
    return <Bare title={view.line === "dropped" ? words.dropped : words.dialling} />;
  return <Conversation seat={seat} view={view} desk={view.desk} invitation={invitation} drafts={drafts} />;
}

/** The visitor and the site; and while another page is before this one, how much has come. */
function useTitle(invitation: Invitation | null, head: number): void {
  const seen = useRef(head);
  useEffect(() => {
    if (!invitation) return;
    const show = () => {
      if (!document.hidden) seen.current = head;
      const fresh = head - seen.current;
      document.title = words.title(invitation.visitor.name, invitation.siteName, fresh);
    };
    show();
    document.addEventListener("visibilitychange", show);
    return () => document.removeEventListener("visibilitychange", show);
  }, [invitation, head]);
}

/** Somebody came without a link. */
export function NoLink() {
  return <Bare title={words.noLink} />;
}

function Bare({ title }: { readonly title: string }) {
  return (
    <main class="alone">
      <Logo lifted={false} />
      <h1>{title}</h1>
    </main>
  );
}
