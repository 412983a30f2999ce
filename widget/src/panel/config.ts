/** What the server put into the page, and what the loader put into its address. */
import type { Accent } from "../paper/accent";

export interface Config {
  readonly site: { readonly key: string; readonly name: string; readonly greeting: string } & Accent;
  /** The origin of the page around us; null on the hosted page, or where that origin is not allowed. */
  readonly host: string | null;
  /** Whether somebody was here when the loader was served; null when nobody told us. */
  readonly here: boolean | null;
  readonly hosted: boolean;
}

/** Reads `<script id="bluephone">` and `#host=…&here=true`. */
export function readConfig(page: Document, hash: string): Config {
  const given = JSON.parse(page.getElementById("bluephone")?.textContent ?? "{}");
  const told = new URLSearchParams(hash.slice(1));
  const host = told.get("host");
  const here = told.get("here");
  return {
    site: given.site,
    hosted: given.hosted === true,
    host: host && given.origins.includes(host) ? host : null,
    here: here === "true" || (here === "false" ? false : null),
  };
}
