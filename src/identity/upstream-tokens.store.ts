/** Tokens of the outside identity server in KV: encrypted, bound to their names, which only the right password makes. */
import type { Ctx } from "../platform/context.ts";
import { seal, unseal } from "../platform/crypto.ts";
import type { Config } from "../platform/env.ts";
import type { UpstreamCall } from "./upstream-client.ts";

const KEY = "TOKEN_ENCRYPTION_KEY";
/** KV takes no shorter time. */
const SHORTEST_SECONDS = 60;

interface Kept {
  token: string;
  /** Milliseconds UTC; KV may keep the entry longer. */
  until: number;
}

/** A key of its own for the names, made of the one that encrypts. */
async function nameKey(config: Config): Promise<CryptoKey> {
  const secret = Buffer.from(config[KEY] ?? "", "base64");
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("names of customer tokens");
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
}

/** Another password, user or device is another name. */
export async function nameOf(config: Config, { username, password, device }: UpstreamCall): Promise<string> {
  const parts = JSON.stringify([username, password, device["Base-Device-Id"] ?? null]);
  const code = await crypto.subtle.sign("HMAC", await nameKey(config), new TextEncoder().encode(parts));
  return `customer-tokens/${Buffer.from(code).toString("base64url")}`;
}

/** Without KV we ask the server each time, which is slower and no failure. */
export async function keptToken(ctx: Ctx, name: string): Promise<string | undefined> {
  try {
    const sealed = await ctx.kv.get(name);
    const opened = sealed === null ? undefined : await unseal(ctx.config, sealed, name, KEY);
    if (opened === undefined) return undefined;
    const { token, until } = JSON.parse(opened) as Kept;
    return until > ctx.now ? token : undefined;
  } catch {
    ctx.log.warn("KV could not be read");
    return undefined;
  }
}

export async function keepToken(ctx: Ctx, name: string, kept: Kept): Promise<void> {
  const seconds = Math.ceil((kept.until - ctx.now) / 1000);
  const sealed = await seal(ctx.config, JSON.stringify(kept), name, KEY);
  await ctx.kv
    .put(name, sealed, { expirationTtl: Math.max(SHORTEST_SECONDS, seconds) })
    .catch(() => ctx.log.warn("KV could not be written"));
}
