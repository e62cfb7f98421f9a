/** MyID's token for this service: fetched once for all who wait, sealed where it is kept, never used past a 401. */

import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { renewUpstreamToken, tokenAfter, upstreamToken } from "../../src/myid/upstream-token.ts";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";
import { CRONS } from "../../workers/cron.ts";
import { envWith } from "../workers/door.ts";
import { newPair } from "./clients.ts";
import { open, openedAt, type Upstream, upstream } from "./upstream.ts";

let token: string;
beforeAll(async () => {
  token = (await newPair()).serverToken;
});

function ctxAt(at: Upstream, now = Date.now(), waitUntil: Ctx["waitUntil"] = () => {}): Ctx {
  const own = envWith(at.env);
  return new Ctx(own, {
    now,
    config: configOf(own),
    log: new Log({}),
    requestId: "test",
    waitUntil,
  });
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("MyID's token", () => {
  test("is fetched once for twenty sessions at once, and once again when it has expired", async () => {
    const at = upstream("delay=50");
    const twenty = () => Promise.all(Array.from({ length: 20 }, () => open(at, token)));
    expect((await twenty()).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await at.calls()).toMatchObject({ token: 1, session: 20 });
    await at.expire();
    expect((await twenty()).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await at.calls()).toMatchObject({ token: 2, session: 60 });
  });

  test("is fetched under the request's own waitUntil, so that it comes though its caller has gone", async () => {
    const at = upstream();
    const kept: Promise<unknown>[] = [];
    const asked = upstreamToken(ctxAt(at, Date.now(), (work) => void kept.push(work)));
    await vi.waitFor(() => expect(kept).toHaveLength(1));
    await kept[0];
    expect(await upstreamToken(ctxAt(at))).toBe(await asked);
    expect((await at.calls()).token).toBe(1);
  });

  test("that gets one 401 is replaced and the call repeated, once", async () => {
    const at = upstream("status=401;times=1");
    await openedAt(at, token);
    expect(await at.calls()).toMatchObject({ token: 2, session: 2 });
  });

  test("is not replaced again when the next one gets a 401 too", async () => {
    const at = upstream("status=401");
    expect((await open(at, token)).status).toBe(502);
    expect(await at.calls()).toMatchObject({ token: 2, session: 2 });
  });

  test("that got a 401 is not taken from KV again, though another could not be had meanwhile", async () => {
    const at = upstream();
    const first = await upstreamToken(ctxAt(at));
    const refusing = { ...at, env: { ...at.env, MYID_CLIENT_SECRET: "wrong" } };
    const fault = { kind: "not_accepted", status: 400 };
    await expect(tokenAfter(ctxAt(refusing), first)).rejects.toMatchObject({ fault });
    expect(await upstreamToken(ctxAt(at))).not.toBe(first);
    expect((await at.calls()).token).toBe(3);
  });

  test("is replaced five minutes before its end, and no sooner", async () => {
    const at = upstream("token_life=3600");
    const now = Date.now();
    const first = await upstreamToken(ctxAt(at, now));
    expect(await upstreamToken(ctxAt(at, now + 3_299_000))).toBe(first);
    expect(await upstreamToken(ctxAt(at, now + 3_300_000))).not.toBe(first);
    expect((await at.calls()).token).toBe(2);
  });

  test("is kept sealed, and opens for its own host and client alone", async () => {
    const at = upstream();
    const known = new Set((await env.KV.list({ prefix: "myid-token/" })).keys.map(({ name }) => name));
    const plain = await upstreamToken(ctxAt(at));
    const { keys } = await env.KV.list({ prefix: "myid-token/" });
    const name = keys.map((key) => key.name).find((one) => !known.has(one)) ?? "";
    const sealed = (await env.KV.get(name)) ?? "";
    expect(sealed).not.toContain(plain);
    expect(sealed).toMatch(/^[\da-f]{8}\.[\w-]+\.[\w-]+$/);
    const other = upstream();
    await upstreamToken(ctxAt(other));
    const later = (await env.KV.list({ prefix: "myid-token/" })).keys.map((key) => key.name);
    const others = later.find((one) => !known.has(one) && one !== name) ?? "";
    await env.KV.put(others, sealed);
    const next = await upstreamToken(ctxAt(other, Date.now() + 8 * DAY_MS));
    expect(next).not.toBe(plain);
  });

  test("is the cron's to replace, from half its life on", async () => {
    const at = upstream("token_life=7200");
    const now = Date.now();
    await renewUpstreamToken(ctxAt(at, now));
    await renewUpstreamToken(ctxAt(at, now + 0.99 * HOUR_MS));
    expect((await at.calls()).token).toBe(1);
    await renewUpstreamToken(ctxAt(at, now + 1.01 * HOUR_MS));
    expect((await at.calls()).token).toBe(2);
  });

  test("is fetched by the minute cron before anyone asks", async () => {
    const at = upstream();
    expect(Object.keys(CRONS["* * * * *"] ?? {})).toContain("renew_myid_token");
    const worker = (await import("../../workers/index.ts")).default;
    const context = createExecutionContext();
    await worker.scheduled(createScheduledController({ cron: "* * * * *" }), envWith(at.env), context);
    await waitOnExecutionContext(context);
    expect((await at.calls()).token).toBe(1);
    await openedAt(at, token);
    expect(await at.calls()).toMatchObject({ token: 1, session: 1 });
  });
});
