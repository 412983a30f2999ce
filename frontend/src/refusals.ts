/** Why something that was asked for is not done, in plain words. */

import type { Durable } from "./desk/seat";
import type { Desk } from "./desk/state";
import { nameOf } from "./person/names";
import * as words from "./words";

/** Null for what has no words of our own: then the server's are shown. */
export function refusal(code: string, command: Durable, desk: Desk | null): string | null {
  const said = words.refusals;
  const whom = "whom" in command ? command.whom : null;
  const who = desk && whom ? nameOf(desk, whom) : null;
  switch (code) {
    case "not_there":
      return who ? said.not_there(who) : said.nobody_there;
    case "hands_full":
      return who ? said.hands_full(who) : said.nobody_free;
    case "already_in":
      return said.already_in(who ?? words.list.somebody);
    case "already_taken":
    case "offer_over":
    case "last_human":
    case "not_alone":
    case "unknown_person":
    case "not_yours":
    case "already_ended":
      return said[code];
    default:
      return null;
  }
}
