/** What is told about the visitor in each hello, cut to what the wire takes: no page of the owner's shuts them out. */
import type { Page, Told } from "../wire/wire";

export interface Facts {
  readonly page: Page | null;
  readonly told: readonly Told[];
  readonly language: string | null;
  readonly zone: string | null;
  /** The team that the owner's page asks for. */
  readonly team: string | null;
}

export const UNKNOWN: Facts = { page: null, told: [], language: null, zone: null, team: null };

/** The facts, none of them longer than the wire allows. */
export function fitting({ page, told, team, ...rest }: Facts): Facts {
  return {
    ...rest,
    page: page && fittingPage(page),
    told: told
      .slice(0, 10)
      .map(({ name, value }) => ({ name: cut(name, 40) || "–", value: cut(value, 200) })),
    team: team && cut(team, 200),
  };
}

export function fittingPage({ url, title }: Page): Page {
  return { url: cut(url, 2_000), title: cut(title, 200) };
}

/** As many whole characters as fit, without those that no frame may carry. */
function cut(text: string, max: number): string {
  return [...text.replace(/[\p{Cs}\0]/gu, "")].slice(0, max).join("");
}
