/** Which rows say what is searched for: in the name, the last words, the page, or what the page told. */

import type { AgentRow } from "../../../widget/src/wire/wire";
import { SECTIONS, type Sections } from "../desk/order";

export function found(sections: Sections, search: string): Sections {
  const parts = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (parts.length === 0) return sections;
  const says = (row: AgentRow) => {
    const text = wordsOf(row);
    return parts.every((part) => text.includes(part));
  };
  return Object.fromEntries(
    SECTIONS.map((section) => [section, sections[section].filter(says)]),
  ) as unknown as Sections;
}

const spoken = new WeakMap<AgentRow, string>();

/** Each row's words are put together once: rows are replaced, never changed. */
function wordsOf(row: AgentRow): string {
  const known = spoken.get(row);
  if (known !== undefined) return known;
  const { visitor, last } = row;
  const told = visitor.told.map(({ value }) => value);
  const words = [visitor.name, last?.text, visitor.page?.title, ...told].join("\n").toLocaleLowerCase();
  spoken.set(row, words);
  return words;
}
