/** The outside identity server's token for a customer, kept for a while where we have checked the app ourselves. */
import { decodeJwt } from "jose";
import type { Ctx } from "../platform/context.ts";
import { askUpstream, type UpstreamCall } from "./upstream-client.ts";
import { keepToken, keptToken, nameOf } from "./upstream-tokens.store.ts";

const KEPT_MS = 600_000;
/** A token that is handed out is good for a minute at least. */
const LEFT_MS = 60_000;

/** A token that does not say when it ends is not kept. */
function endOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? 0) * 1000;
  } catch {
    return 0;
  }
}

export async function upstreamToken(ctx: Ctx, call: UpstreamCall): Promise<string> {
  if (ctx.config.CUSTOMER_INTEGRITY === "upstream") return askUpstream(call, ctx.config);
  const name = nameOf(ctx.config, call);
  const known = await keptToken(ctx, name);
  if (known !== undefined) return known;
  const token = await askUpstream(call, ctx.config);
  const until = Math.min(ctx.now + KEPT_MS, endOf(token) - LEFT_MS);
  if (until > ctx.now) await keepToken(ctx, name, { token, until });
  return token;
}
