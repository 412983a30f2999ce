/** The HTTP API: what the console asks for outside the socket. */

export type Role = "agent" | "lead" | "owner";
type Problem = "origin_not_allowed" | "framing_refused";

/** Who I am, and the sites I belong to. */
export interface Me {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly sites: readonly {
    readonly key: string;
    readonly name: string;
    readonly role: Role;
    readonly agent: string;
  }[];
}

export interface Sighting {
  readonly origin: string;
  readonly at: number;
  readonly problem: Problem | null;
}

export interface Site {
  readonly key: string;
  readonly name: string;
  readonly greeting: string;
  readonly hue: number;
  readonly chroma: number;
  readonly origins: readonly string[];
  readonly tag: string;
  readonly talk_url: string;
  readonly sightings: readonly Sighting[];
  readonly now: number;
}

export type SiteChange = Partial<Pick<Site, "name" | "greeting" | "hue" | "chroma" | "origins">>;

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  /** Codes of languages; none: any. */
  readonly languages: readonly string[];
  readonly teams: readonly string[];
  /** When they are usually here, in the site's zone; none: not told. */
  readonly hours: Hours;
}

/** Seven days, Monday first, each with its spans from–until in minutes of the day; empty: not told. */
export type Hours = readonly (readonly (readonly [number, number])[])[];

export type MemberChange = Partial<Pick<Member, "role" | "active" | "languages" | "teams" | "hours">>;

/** Some of the site's agents, who are asked first for a matter of theirs. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly priority: Priority;
  readonly members: readonly string[];
}

/** How much sooner a visitor is served: not, a minute, three minutes. */
export type Priority = 0 | 1 | 2;

export interface Invite {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly expires_at: number;
}

export interface Departure {
  readonly id: string;
  readonly number: string;
  readonly at: number;
  readonly visitor: { readonly id: string; readonly name: string };
  readonly conversation: string | null;
  readonly reason: string | null;
  readonly words: string;
}

/** Somebody outside the team, invited into one conversation by a link. */
export interface Insider {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  readonly expires_at: number;
}

/** What the server said was wrong (problem+json), or that it could not be reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field: string | null = null,
  ) {
    super(detail);
  }
}

function csrf(): string {
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(method === "GET" ? {} : { "x-csrftoken": csrf(), "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "");
  }
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok) return answer as T;
  const problem = (answer ?? {}) as { detail?: unknown; field?: unknown };
  throw new ApiError(
    response.status,
    typeof problem.detail === "string" ? problem.detail : "",
    typeof problem.field === "string" ? problem.field : null,
  );
}

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where everything of one site stands. */
export const site = (key: string) => `sites/${encodeURIComponent(key)}`;
const insiders = (key: string, talk: string) =>
  `${site(key)}/conversations/${encodeURIComponent(talk)}/insiders`;

export const api = {
  me: () => call<Me>("GET", "me"),
  rename: (name: string) => call<Me>("PATCH", "me", { name }),
  signOut: () => call<null>("POST", "sign-out"),
  site: (key: string) => call<Site>("GET", site(key)),
  changeSite: (key: string, change: SiteChange) => call<Site>("PATCH", site(key), change),
  addSite: (name: string, origins: readonly string[]) => call<Site>("POST", "sites", { name, origins }),
  team: (key: string) => call<readonly Member[]>("GET", `${site(key)}/team`),
  changeMember: (key: string, id: string, change: MemberChange) =>
    call<unknown>("PATCH", `${site(key)}/team/${encodeURIComponent(id)}`, change),
  groups: (key: string) => call<readonly Group[]>("GET", `${site(key)}/teams`),
  invites: (key: string) => call<readonly Invite[]>("GET", `${site(key)}/invites`),
  invite: (key: string, name: string, role: Role) =>
    call<Invite & { url: string }>("POST", `${site(key)}/invites`, { name, role }),
  revoke: (key: string, id: string) => call<null>("DELETE", `${site(key)}/invites/${encodeURIComponent(id)}`),
  departures: (key: string, before?: number) =>
    call<{ departures: readonly Departure[]; more: boolean }>(
      "GET",
      `${site(key)}/departures${before === undefined ? "" : `?before=${before}`}`,
    ),
  insiders: (key: string, talk: string) => call<readonly Insider[]>("GET", insiders(key, talk)),
  inviteInsider: (key: string, talk: string, who: { name: string; why: string; hours: number }) =>
    call<Insider & { url: string }>("POST", insiders(key, talk), who),
  revokeInsider: (key: string, talk: string, id: string) =>
    call<null>("DELETE", `${insiders(key, talk)}/${encodeURIComponent(id)}`),
};
