/** A customer's app as it calls: the document's headers, a fresh integrity token, and its form. */
import { inject } from "vitest";
import { type Minting, mint } from "../../scripts/lib/integrity-tokens.ts";
import { CUSTOMER_HEADERS } from "../../src/identity/customer-headers.ts";
import { PASSWORD, type Person, type Received } from "../support/app.ts";
import { type Asked, ask } from "../workers/door.ts";

export const TOKEN = "/customer/token";
export const ME = "/customer/me/";
export const WRONG = { detail: "Invalid credentials" };
export const UNTRUSTED = { detail: "Invalid integrity token" };

export const DEVICE: Readonly<Record<string, string>> = Object.fromEntries(
  CUSTOMER_HEADERS.filter(({ name }) => !["Accept-Language", "Base-Device-Id"].includes(name)).map(
    ({ name, example }) => [name, example],
  ),
);

export const outcome = ({ status, json }: Received) => [status, json];

export interface AppCall extends Pick<Asked, "address" | "env" | "method"> {
  who?: Pick<Person, "username">;
  password?: string;
  /** Headers that differ from the document's; undefined ones are left out. */
  headers?: Record<string, string | undefined>;
  body?: unknown;
  minting?: Minting;
}

export async function askToken(call: AppCall = {}): Promise<Received> {
  const { who, password = PASSWORD, headers = {}, minting, body, ...asked } = call;
  const given = { ...DEVICE, "integrity-token": await mint(minting), ...headers };
  const sent = Object.entries(given).filter(([, value]) => value !== undefined) as [string, string][];
  const form = new URLSearchParams({ username: who?.username ?? "nobody", password });
  return ask(TOKEN, { ...asked, headers: Object.fromEntries(sent), body: body ?? form });
}

/** Settings under which the stand-in checks the password. */
export const upstream = (switches = "", more: Record<string, string> = {}) => ({
  CUSTOMER_IDENTITY: "upstream",
  CUSTOMER_UPSTREAM_URL: `${inject("standIns")}/identity${switches && `/${switches}`}/customer/token`,
  ...more,
});

/** As the stand-in knows its user, each from a device of its own, so that nothing kept for another call is met. */
export const askUpstreamAs = (switches: string, { env: more = {}, headers = {}, ...call }: AppCall = {}) =>
  askToken({
    who: { username: "MTT_LOGIN" },
    password: "mtt-password",
    ...call,
    headers: { "Base-Device-Id": crypto.randomUUID(), ...headers },
    env: upstream(switches, more as Record<string, string>),
  });
