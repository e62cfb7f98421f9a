/** Tokens of the outside identity server in KV: encrypted, bound to their names, which only the right password makes. */
import { createHmac } from "node:crypto";
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

const codeOf = (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest();

/** Another password, user or device is another name. The names have a key of their own, made of the one that encrypts. */
export function nameOf(config: Config, { username, password, device }: UpstreamCall): string {
  const key = codeOf(Buffer.from(config[KEY] ?? "", "base64"), "names of customer tokens");
  const parts = [username, password, device["Base-Device-Id"] ?? null];
  return `customer-tokens/${codeOf(key, JSON.stringify(parts)).toString("base64url")}`;
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
