/** An API that answers from a table, and what was asked of it. */

import { vi } from "vitest";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** What stands behind a path is asked with or without its query: the exact one first. */
export function api(answers: Readonly<Record<string, (body: never) => unknown>>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const path = url.replace("/api/v1/", "");
    const body = init.body ? JSON.parse(String(init.body)) : null;
    asked.push({ method: init.method ?? "GET", path, body });
    const answer = answers[`${init.method} ${path}`] ?? answers[`${init.method} ${path.split("?")[0]}`];
    if (!answer) return new Response(JSON.stringify({ detail: "No such thing." }), { status: 404 });
    const said = answer(body as never);
    return said instanceof Response ? said : new Response(JSON.stringify(said), { status: 200 });
  });
  return asked;
}

/** The bodies of all changes that were asked for. */
export const changed = (asked: readonly Asked[]) =>
  asked.filter(({ method }) => method === "PATCH").map(({ body }) => body);
