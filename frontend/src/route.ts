/** Which page an address means. */

export type Page = "line" | "leaving" | "team" | "roster" | "week" | "settings" | "routing" | "me";

export interface Route {
  /** The site's key; null for the console's front door. */
  readonly key: string | null;
  readonly page: Page | null;
  readonly conversation: string | null;
}

const PAGES: readonly string[] = ["leaving", "team", "roster", "week", "settings", "routing", "me"];

export function routeOf(path: string): Route {
  const [root, key = "", page = "", id = "", ...rest] = path.replace(/^\/+|\/+$/g, "").split("/");
  const route = { key: key === "" ? null : decoded(key), conversation: null };
  if (root !== "console" || rest.length > 0) return { ...route, page: null };
  if (page === "") return { ...route, page: "line" };
  if (page === "c" && id !== "") return { ...route, page: "line", conversation: decoded(id) };
  if (id === "" && PAGES.includes(page)) return { ...route, page: page as Page };
  return { ...route, page: null };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function pathTo(key: string, page: Page = "line", conversation?: string): string {
  const site = `/console/${encodeURIComponent(key)}`;
  if (conversation !== undefined) return `${site}/c/${encodeURIComponent(conversation)}`;
  return page === "line" ? site : `${site}/${page}`;
}
