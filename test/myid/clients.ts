/** Clients of MyID as an administrator makes them, and their tokens. */
import { env } from "cloudflare:workers";
import { CLIENT_TOKEN_SECONDS } from "../../src/myid/access-tokens.ts";
import { cheapPerson } from "../identity/people.ts";
import { type Person, tokenOf } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";

export const CLIENTS = "/api/v1/myid-client/";
export const TOKEN = "/api/v1/auth/clients/access-token";
export const SESSIONS = "/api/v2/sdk/sessions";
export const DATA = "/api/v1/sdk/data";

export interface Client {
  id: number;
  client_id: string;
  client_secret: string;
  group: string;
}

let admin: Promise<Person> | undefined;
let asked = 0;

/** As an administrator; now and then another one, since one may ask 600 times a minute. */
export async function asAdmin(path: string, sent: Asked = {}) {
  if (asked++ % 200 === 0) admin = cheapPerson("admin");
  return ask(path, { ...sent, token: await tokenOf((await admin) as Person) });
}

let count = 0;

export async function newClient(kind: "app" | "server", more: Record<string, unknown> = {}): Promise<Client> {
  const { status, json, text } = await asAdmin(CLIENTS, {
    body: { name: `Client ${++count}`, kind, ...more },
  });
  if (status !== 201) throw new Error(`No client was made: ${text}`);
  return json;
}

export async function clientToken({ client_id, client_secret }: Client): Promise<string> {
  const { status, json, text } = await ask(TOKEN, { body: { client_id, client_secret } });
  if (status !== 200 || json.expires_in !== CLIENT_TOKEN_SECONDS) throw new Error(`No token: ${text}`);
  return json.access_token;
}

/** An app and its server in one group. */
export async function newPair(more: Record<string, unknown> = {}) {
  const app = await newClient("app");
  const server = await newClient("server", { group: app.group, ...more });
  return { app, server, appToken: await clientToken(app), serverToken: await clientToken(server) };
}

export const sessionRow = (id: string) =>
  env.DB.prepare("SELECT * FROM myid_sessions WHERE id = ?").bind(id).first<Record<string, unknown>>();
