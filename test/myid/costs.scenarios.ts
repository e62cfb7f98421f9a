/** What a call of MyID costs the database, whatever the tables hold: round trips and rows, as D1 counts them. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { callMyid } from "../../src/myid/upstream-call.ts";
import { configOf } from "../../src/platform/env.ts";
import { type Asked, ask, envWith, type Line, logged } from "../workers/door.ts";
import { type Client, DATA, newPair, SESSIONS, TOKEN } from "./clients.ts";
import { openedAt, upstream } from "./upstream.ts";

const ROWS = 3_000;
let pair: Awaited<ReturnType<typeof newPair>>;

async function costOf(path: string, asked: Asked): Promise<Line> {
  const { value, lines } = await logged(() => ask(path, asked));
  expect(value.status, value.text).toBe(200);
  const { trips, rows_read, rows_written } = lines.at(-1) ?? {};
  return { trips, rows_read, rows_written };
}

const credentialsOf = ({ client_id, client_secret }: Client) => ({ client_id, client_secret });

describe("among thousands of clients and sessions", () => {
  beforeAll(async () => {
    pair = await newPair();
    const rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)";
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO myid_clients (client_id, name, kind, "group", allowed_fields, secret_hash, created_at)
         ${rows} SELECT 'c' || i, 'C', 'app', 'g' || (i % 50), '[]', 'h' || i, i FROM n`,
      ).bind(ROWS),
      env.DB.prepare(
        `INSERT INTO myid_sessions (id, client_id, "group", has_passport, is_repeat, created_at, expires_at)
         ${rows} SELECT 's' || i, 1, 'g' || (i % 50), 0, 0, ?2 - i, ?2 FROM n`,
      ).bind(ROWS, Date.now() * 1000),
    ]);
  });

  test("a token is one round trip", async () => {
    const cost = await costOf(TOKEN, { body: credentialsOf(pair.app) });
    expect(cost).toEqual({ trips: 1, rows_read: expect.any(Number), rows_written: 1 });
    expect(cost["rows_read"]).toBeLessThanOrEqual(3);
  });

  test.each([
    ["server", 2],
    ["app", 3],
  ] as const)("a session of a client of kind %s is opened in %d round trips", async (kind, trips) => {
    const token = kind === "app" ? pair.appToken : pair.serverToken;
    const cost = await costOf(SESSIONS, { token, body: {} });
    expect(cost["trips"]).toBe(trips);
    expect(cost["rows_read"]).toBeLessThanOrEqual(5);
  });

  test("a status is one round trip, a person's data two beside MyID's own", async () => {
    const at = upstream();
    const { session_id } = await openedAt(at, pair.appToken);
    const status = await costOf(`/api/v1/sdk/sessions/${session_id}`, { token: pair.appToken, env: at.env });
    expect(status["trips"]).toBe(1);
    expect(status["rows_read"]).toBeLessThanOrEqual(3);
    const code = await at.finish(session_id);
    const data = await costOf(`${DATA}?code=${code}`, { token: pair.serverToken, env: at.env });
    // The newest session is asked for its code, which is kept.
    expect(data["trips"]).toBe(3);
    expect(data["rows_read"]).toBeLessThanOrEqual(15);
  });
});

test.each(["slow=forever", "slow=forever;malformed=huge"])(
  "a call of MyID is given up at its deadline: %s",
  async (switches) => {
    const config = configOf(envWith(upstream(switches).env));
    const call = callMyid(config, { method: "POST", path: "/api/v2/sdk/sessions", body: {} }, 200);
    await expect(call).rejects.toMatchObject({ fault: { kind: "timeout" } });
  },
);
