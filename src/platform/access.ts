/** Who may call: the few answers that a route can give to that question. */

export const ROLES = ["admin", "operator", "agent", "bot", "customer"] as const;
export type Role = (typeof ROLES)[number];

/** What a caller is: a user of a role, or an app's or a server's MyID client, by its own token or by a session's. */
export type CallerRole = Role | "myid_app" | "myid_server" | "myid_app_session" | "myid_server_session";

export interface Access {
  /** Whether a caller without credentials is let in. */
  anonymous: boolean;
  roles: readonly CallerRole[];
}

const staff = ["admin", "operator", "agent"] as const;

/** Public reads: a caller who shows a token must still be one of ours. */
export const anyone: Access = { anonymous: true, roles: staff };
/** Public reads under /api/reports/, where bots may look too. */
export const anyoneAndBots: Access = { anonymous: true, roles: [...staff, "bot"] };
export const signedIn: Access = { anonymous: false, roles: staff };
/** A caller's own account. */
export const signedInAndBots: Access = { anonymous: false, roles: [...staff, "bot"] };
/** Who reads what agents have done. */
export const reportReaders: Access = { anonymous: false, roles: ["admin", "operator", "bot"] };
/** Who keeps the catalogue. */
export const operator: Access = { anonymous: false, roles: ["admin", "operator"] };
export const admin: Access = { anonymous: false, roles: ["admin"] };
/** Who signed in through an app of customers. */
export const customer: Access = { anonymous: false, roles: ["customer"] };
/** Sign-in paths: whatever Authorization says is not read. */
export const signIn: Access = { anonymous: true, roles: [] };
