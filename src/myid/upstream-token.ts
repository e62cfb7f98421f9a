/** MyID's own access token for this service: in memory, in KV encrypted, and fetched as seldom as can be. */
import * as z from "zod";
import type { Ctx } from "../platform/context.ts";
import { seal, unseal } from "../platform/crypto.ts";
import { hashOf } from "./secrets.ts";
import { SharedFetch } from "./shared-fetch.ts";
import { readToken } from "./upstream-answers.ts";
import { callMyid } from "./upstream-call.ts";
import { UpstreamError } from "./upstream-fault.ts";

/** Milliseconds UTC. */
const Kept = z.object({ token: z.string(), got_at: z.number(), ends_at: z.number() });
type Kept = z.infer<typeof Kept>;

const STANDARD_SECONDS = 604_800;
const MARGIN_MS = 300_000;
/** KV keeps nothing for less. */
const LEAST_TTL_SECONDS = 60;

interface Place {
  /** What a stored token is bound to: whoever changes the host or the client opens no other's. */
  name: string;
  key: string;
  kept: Kept | undefined;
  /** Got a 401: KV may still hold it for a while. */
  refused: string | undefined;
  fetches: SharedFetch<Kept>;
}

/** Of this isolate. */
const places = new Map<string, Place>();

async function placeOf({ config }: Ctx): Promise<Place> {
  const name = `myid/token/${config.MYID_HOST}/${config.MYID_CLIENT_ID}`;
  const known = places.get(name);
  if (known) return known;
  const key = `myid-token/${(await hashOf(name)).slice(0, 16)}`;
  const place = places.get(name) ?? {
    name,
    key,
    kept: undefined,
    refused: undefined,
    fetches: new SharedFetch(),
  };
  places.set(name, place);
  return place;
}

const isFresh = (kept: Kept | undefined, now: number): kept is Kept =>
  kept !== undefined && now < kept.ends_at - MARGIN_MS;

async function fromKv(ctx: Ctx, place: Place): Promise<Kept | undefined> {
  const sealed = await ctx.kv.get(place.key);
  const text = sealed === null ? undefined : await unseal(ctx.config, sealed, place.name);
  if (text === undefined) return undefined;
  const kept = Kept.parse(JSON.parse(text));
  return isFresh(kept, ctx.now) && kept.token !== place.refused ? kept : undefined;
}

async function intoKv(ctx: Ctx, place: Place, kept: Kept): Promise<void> {
  const expirationTtl = Math.floor((kept.ends_at - MARGIN_MS - kept.got_at) / 1000);
  if (expirationTtl < LEAST_TTL_SECONDS) return;
  try {
    await ctx.kv.put(place.key, await seal(ctx.config, JSON.stringify(kept), place.name), { expirationTtl });
  } catch {
    // KV takes one write a second for a key: another isolate has just written one that is as good.
    ctx.log.warn("myid: the token could not be kept");
  }
}

async function fetchToken(ctx: Ctx, place: Place): Promise<Kept> {
  const { MYID_CLIENT_ID: client_id, MYID_CLIENT_SECRET: client_secret } = ctx.config;
  const answer = await callMyid(ctx.config, {
    method: "POST",
    path: "/api/v1/auth/clients/access-token",
    body: { client_id, client_secret },
  });
  const { status, json, retryAfter } = answer;
  if ([400, 401, 403].includes(status)) throw new UpstreamError({ kind: "not_accepted", status });
  if (status !== 200) throw new UpstreamError({ kind: "failed", status, retryAfter });
  const { access_token: token, expires_in = STANDARD_SECONDS } = readToken(json);
  const kept = { token, got_at: ctx.now, ends_at: ctx.now + expires_in * 1000 };
  place.kept = kept;
  await intoKv(ctx, place, kept);
  return kept;
}

/** The next one, fetched once for all who ask meanwhile. */
const fetched = (ctx: Ctx, place: Place, work: () => Promise<Kept>) =>
  place.fetches.run(work, (running) => ctx.waitUntil(running));

export async function upstreamToken(ctx: Ctx): Promise<string> {
  const place = await placeOf(ctx);
  if (isFresh(place.kept, ctx.now)) return place.kept.token;
  const { token } = await fetched(ctx, place, async () => {
    place.kept = await fromKv(ctx, place);
    return place.kept ?? fetchToken(ctx, place);
  });
  return token;
}

/** In place of one that got a 401; of many who got it at once, one fetches. */
export async function tokenAfter(ctx: Ctx, refused: string): Promise<string> {
  const place = await placeOf(ctx);
  if (isFresh(place.kept, ctx.now) && place.kept.token !== refused) return place.kept.token;
  place.refused = refused;
  place.kept = undefined;
  return (await fetched(ctx, place, () => fetchToken(ctx, place))).token;
}

/** The minute cron's: a token is replaced at half its life, so that no caller waits for one. */
export async function renewUpstreamToken(ctx: Ctx): Promise<void> {
  if (ctx.config.MYID_MODE !== "upstream") return;
  const place = await placeOf(ctx);
  if (!isFresh(place.kept, ctx.now)) place.kept = await fromKv(ctx, place);
  const { kept } = place;
  if (kept && ctx.now < (kept.got_at + kept.ends_at) / 2) return;
  await fetched(ctx, place, () => fetchToken(ctx, place));
}
