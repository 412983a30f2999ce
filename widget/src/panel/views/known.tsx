import { lateWords } from "../latewords";
import type { Session } from "../session";
import type { Thing } from "../things";
import { type Acts, Exits, Top } from "./frame";
import { Person } from "./person";

interface KnownProps {
  readonly session: Session;
  readonly list: readonly Thing[];
  readonly acts: Acts;
  readonly onBack: () => void;
}

/** What we know about the visitor, each thing with where it came from. */
export function Known({ session, list, acts, onBack }: KnownProps) {
  return (
    <>
      <Top acts={acts} title={lateWords.know} onBack={onBack} menu={false} />
      <div class="body">
        <p class="quiet">{lateWords.knowWhy}</p>
        <ul class="facts">
          {list.map(({ what, from }) => (
            <li key={from}>
              <span dir="auto">{what}</span>
              <span class="small quiet" dir="auto">
                {from}
              </span>
            </li>
          ))}
        </ul>
        <p class="small quiet">{lateWords.nothingElse}</p>
        <Person session={session} />
      </div>
      <Exits acts={acts} />
    </>
  );
}
