/** The service through its own HTTPS door, with users of every role. */
import { env, exports } from "cloudflare:workers";
import { hashPassword } from "../../src/identity/passwords.ts";
import { signToken, type TokenKind } from "../../src/identity/tokens.ts";
import type { Role } from "../../src/platform/access.ts";
import { configOf } from "../../src/platform/env.ts";

export const ORIGIN = "https://karvon.test";
export const PASSWORD = "a password of the tests";
let hashed: Promise<string> | undefined;

export interface Person {
  id: number;
  username: string;
  role: Role;
}

/** A new user straight in the table, with the password of all test users. */
export async function person(
  role: Role,
  username = `${role}-${crypto.randomUUID().slice(0, 8)}`,
): Promise<Person> {
  hashed ??= hashPassword(PASSWORD);
  const row = await env.DB.prepare(
    `INSERT INTO users (username, role, agent_code, password, date_joined, fold)
     VALUES (?1, ?2, ?1, ?3, ?4, ?1) RETURNING id`,
  )
    .bind(username, role, await hashed, Date.now() * 1000)
    .first<{ id: number }>();
  return { id: row?.id ?? 0, username, role };
}

/** By the door that people of this role come in through. */
const kindFor = (role: Role): TokenKind => (role === "customer" ? "customer" : "access");

export const tokenOf = ({ id, role }: Person, kind = kindFor(role), generation = 1) =>
  signToken(configOf(env), kind, { userId: id, generation }, Date.now());

export interface Sent {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Received {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  json: any;
}

/** One request; a body that is no text is sent as JSON. */
export async function send(
  path: string,
  { method, token, body, headers = {} }: Sent = {},
): Promise<Received> {
  const init: RequestInit = { method: method ?? (body === undefined ? "GET" : "POST"), redirect: "manual" };
  const given = new Headers(headers);
  if (token) given.set("Authorization", `Bearer ${token}`);
  if ([FormData, URLSearchParams, ReadableStream].some((kind) => body instanceof kind))
    init.body = body as BodyInit;
  else if (body !== undefined) {
    if (!given.has("Content-Type")) given.set("Content-Type", "application/json");
    init.body =
      typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
  }
  const response = await exports.default.fetch(new Request(ORIGIN + path, { ...init, headers: given }));
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const isJson = response.headers.get("Content-Type") === "application/json" && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}
