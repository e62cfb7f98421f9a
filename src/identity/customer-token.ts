/** Signs a customer in: refuses in the contract's order, spends the integrity token, and has the password checked. */
import sql from "sql-template-tag";
import { FORM_TYPE, MEBIBYTE, readBody } from "../platform/body.ts";
import type { Ctx } from "../platform/context.ts";
import { addressOf } from "../platform/endpoint.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { CustomerCredentials } from "./customer.schema.ts";
import { expectRecentApp, readDevice } from "./customer-headers.ts";
import { checkIntegrity, type IntegrityFault, type IntegrityResult, invalidIntegrity } from "./integrity.ts";
import { isIssued } from "./issued-nonces.ts";
import { NOTHING_SPENT, spendNonce } from "./nonces.store.ts";
import { expectPassword } from "./sign-in.ts";
import { type CountedWindow, expectRoom, type FullWindow, giveBack, tryOf } from "./sign-in-limits.ts";
import { signToken } from "./tokens.ts";
import { upstreamToken } from "./upstream-token.ts";
import { type UserRow, userByName } from "./users.store.ts";

/** A token that is not ours to read. */
const UNREAD: IntegrityResult = { nonce: "", verdict: undefined };

async function readCredentials(request: Request): Promise<CustomerCredentials> {
  const body = await readBody(request, [FORM_TYPE], MEBIBYTE);
  const read = CustomerCredentials.safeParse(body);
  if (read.success) return read.data;
  throw new ApiError(400, {
    detail: message("Both username and password are required, with no more than 150 and 128 characters."),
  });
}

/** What a token is worth before it is known whether it was used; passed on unread, it is the upstream's to judge. */
async function integrityOf({ config, now }: Ctx, token: string): Promise<IntegrityResult | IntegrityFault> {
  if (config.CUSTOMER_INTEGRITY === "upstream") return token === "" ? "missing" : UNREAD;
  const result = await checkIntegrity(token, config, now);
  if (typeof result === "string" || config.INTEGRITY_NONCE === "any") return result;
  return isIssued(result.nonce, config, now) ? result : "nonce was not issued or is too old";
}

/** The try counted, once the integrity token has passed; one round trip, whatever comes of it. */
async function countCustomerTry(ctx: Ctx, request: Request, token: string, username: string) {
  const { full, count } = await tryOf(ctx, username, addressOf(request));
  const integrity = await integrityOf(ctx, token);
  if (typeof integrity === "string") {
    expectRoom(ctx, await ctx.db.rows<FullWindow>(full));
    throw invalidIntegrity(integrity);
  }
  const isSpent = integrity !== UNREAD && ctx.config.INTEGRITY_REPLAY === "refuse";
  const { statement, isDone } = isSpent ? spendNonce(ctx, integrity.nonce) : NOTHING_SPENT;
  const [reached, first, windows, users] = await ctx.db.write<
    [FullWindow, { spent_by: string }, CountedWindow, UserRow]
  >(full, statement, count(integrity.verdict ? sql`false` : isDone), userByName(username));
  expectRoom(ctx, reached);
  if (first.length === 0) throw invalidIntegrity("already used");
  if (integrity.verdict) throw invalidIntegrity(integrity.verdict);
  if (integrity !== UNREAD && !isSpent)
    ctx.log.warn("an integrity token was accepted that may be used again (INTEGRITY_REPLAY=allow)");
  return { windows, user: users[0] };
}

export async function issueCustomerToken(ctx: Ctx, request: Request): Promise<{ access_token: string }> {
  const { config } = ctx;
  const device = readDevice(request.headers, config);
  const { username, password } = await readCredentials(request);
  expectRecentApp(device, config);
  const integrityToken = request.headers.get("integrity-token") ?? "";
  const { windows, user } = await countCustomerTry(ctx, request, integrityToken, username);
  if (config.CUSTOMER_IDENTITY === "upstream") {
    const access_token = await upstreamToken(ctx, { username, password, device, integrityToken });
    await ctx.db.write(giveBack(windows));
    return { access_token };
  }
  const given = { user, password, windows };
  const known = await expectPassword(ctx, given, () => true, message("Invalid credentials"));
  const owner = { userId: known.id, generation: known.token_gen };
  return { access_token: await signToken(config, "customer", owner, ctx.now) };
}
