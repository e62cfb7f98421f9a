/** Requests straight through the Worker's doors: with variables, bindings and an address of the test's choosing. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Env } from "../../src/platform/env.ts";
import worker from "../../workers/index.ts";
import { ORIGIN, type Received, type Sent } from "../support/app.ts";

export interface Asked extends Sent {
  /** What Cloudflare says the caller's address is. */
  address?: string;
  /** Variables and bindings in place of the test's own. */
  env?: Record<string, unknown>;
}

/** Takes what is sent: a message that really went would be worked off, and logged, in the middle of another test. */
const QUIET = { TASKS: { send: () => Promise.resolve() } };

export const envWith = (replaced: Record<string, unknown>): Env =>
  ({ ...env, ...QUIET, ...replaced }) as unknown as Env;

/** Variables that a deployed Worker would take, without what is for the local environment alone. */
export const PRODUCTION = {
  ENVIRONMENT: "production",
  JWT_SECRET: "kX7pQ2vN9wR4tY8uB3mZ6cF1hJ5gD0aL",
  INTEGRITY_DECRYPTION_KEY: undefined,
  INTEGRITY_VERIFICATION_KEY: undefined,
};

let addresses = 0;
/** An address that nobody has called from yet. */
export const freshAddress = () => `2001:db8::${(++addresses).toString(16)}`;

function bodyOf(body: unknown, headers: Headers): BodyInit | null {
  if (body === undefined) return null;
  if (body instanceof FormData || body instanceof URLSearchParams) return body;
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  return typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
}

export async function ask(path: string, asked: Asked = {}): Promise<Received> {
  const { method, token, body, headers: given = {}, address = freshAddress(), env: replaced = {} } = asked;
  const headers = new Headers({ "CF-Connecting-IP": address, ...given });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const sent = bodyOf(body, headers);
  const request = new Request(ORIGIN + path, {
    method: method ?? (sent === null ? "GET" : "POST"),
    headers,
    body: sent,
  });
  const context = createExecutionContext();
  const response = await worker.fetch(
    request as Parameters<typeof worker.fetch>[0],
    envWith(replaced),
    context,
  );
  await waitOnExecutionContext(context);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const isJson = response.headers.get("Content-Type") === "application/json" && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

export type Line = Record<string, unknown>;

/** What `work` answered, and every line that was logged meanwhile. */
export async function logged<T>(work: () => Promise<T>): Promise<{ value: T; lines: Line[]; text: string }> {
  const written = vi.spyOn(console, "log").mockReturnValue(undefined);
  try {
    const value = await work();
    const texts = written.mock.calls.map((parts) => parts.map(String).join(" "));
    return { value, lines: texts.map((text) => JSON.parse(text) as Line), text: texts.join("\n") };
  } finally {
    written.mockRestore();
  }
}

/** A database that is not there. */
export const brokenDatabase = (words = "the database is down"): Record<string, unknown> => ({
  DB: {
    prepare: () => {
      throw new Error(`D1_ERROR: ${words}`);
    },
  },
});
