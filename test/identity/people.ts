/** Users straight in the table whose hash costs nothing: where a limit needs a hundred guesses, not a hundred hashes. */
import { env } from "cloudflare:workers";
import { createHmac, scryptSync } from "node:crypto";
import type { UserRow } from "../../src/identity/users.store.ts";
import type { Role } from "../../src/platform/access.ts";
import { PASSWORD, type Person } from "../support/app.ts";

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** The least that scrypt can do; a right password is hashed anew at once. */
export function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 1);
  return `$scrypt$ln=1,r=8,p=1$${unpadded(salt)}$${unpadded(scryptSync(password, salt, 32, { N: 2, r: 8, p: 1 }))}`;
}

type Columns = Partial<Pick<UserRow, "username" | "is_active" | "is_demo" | "password" | "date_joined">>;

export async function cheapPerson(role: Role, columns: Columns = {}): Promise<Person> {
  const username = columns.username ?? `${role}-${crypto.randomUUID().slice(0, 8)}`;
  const row = await env.DB.prepare(
    `INSERT INTO users (username, role, agent_code, is_active, is_demo, password, date_joined, fold)
     VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, lower(?1)) RETURNING id`,
  )
    .bind(
      username,
      role,
      columns.is_active ?? 1,
      columns.is_demo ?? 0,
      columns.password ?? cheapHash(PASSWORD),
      columns.date_joined ?? Date.now() * 1000,
    )
    .first<{ id: number }>();
  return { id: row?.id ?? 0, username, role };
}

export async function rowOf({ id }: Person): Promise<UserRow> {
  const row = await env.DB.prepare("SELECT * FROM users WHERE id = ?").bind(id).first<UserRow>();
  if (!row) throw new Error(`User ${id} is gone`);
  return row;
}

export const countUsers = async (role = "%") =>
  (await env.DB.prepare("SELECT count(*) AS n FROM users WHERE role LIKE ?").bind(role).first<number>("n")) ??
  0;

const coded = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

export const SECRET = () => String(env["JWT_SECRET"]);

interface Forgery {
  header?: Record<string, unknown>;
  payload: unknown;
  secret?: string;
  hash?: "sha256" | "sha384" | "sha512";
}

/** A token by hand, signed as a forger or our own past would have signed it. */
export function forge({ header = {}, payload, secret = SECRET(), hash = "sha256" }: Forgery): string {
  const signed = `${coded({ alg: "HS256", typ: "JWT", ...header })}.${coded(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

/** The claims of a good access token of this person. */
export function claimsOf({ id }: Person, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    token_type: "access",
    exp: now + 3600,
    iat: now,
    jti: crypto.randomUUID().replaceAll("-", ""),
    user_id: id,
    gen: 1,
    ...changes,
  };
}

/** How a path answers a token that is not good. */
export const tokenRefusal = (message: string) => ({
  detail: "Given token not valid for any token type",
  code: "token_not_valid",
  messages: [{ token_class: "AccessToken", token_type: "access", message }],
});
