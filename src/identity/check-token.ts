/** What a token is worth: the Authorization header of a request, and the token end points. */
import type { Credential, Ctx } from "../platform/context.ts";
import type { Authenticate } from "../platform/endpoint.ts";
import type { Config } from "../platform/env.ts";
import { badToken, unauthorized } from "../platform/errors.ts";
import { message, type Text } from "../platform/i18n.ts";
import type { Row } from "../platform/sql.ts";
import { blacklist, standingOf } from "./tokens.store.ts";
import { type Claims, readToken, signToken, type TokenKind } from "./tokens.ts";
import { isAdmitted, isWelcome, type UserRow, userById } from "./users.store.ts";

function admit(claims: Claims, row: Row | undefined, config: Config): ReturnType<Credential["admit"]> {
  if (!row) throw unauthorized({ detail: message("User not found"), code: "user_not_found" });
  const user = row as UserRow;
  if (!isWelcome(user, config)) throw badToken("Token is invalid or expired", "a demo user's token");
  if (!user.is_active) throw unauthorized({ detail: message("User is inactive"), code: "user_inactive" });
  if (user.token_gen !== claims.generation) throw badToken("Token is invalid or expired", "token was ended");
  return { id: user.id, role: claims.kind === "customer" ? "customer" : user.role, row };
}

const authenticateBy =
  (kinds: readonly string[]): Authenticate =>
  async (request, config, now) => {
    const [scheme, token, ...more] = (request.headers.get("Authorization") ?? "").split(/\s+/);
    if (scheme !== "Bearer") return undefined;
    if (!token || more.length)
      throw unauthorized({
        detail: message("Authorization header must contain two space-delimited values"),
        code: "bad_authorization_header",
      });
    const claims = await readToken(token, config, now);
    if (!claims) throw badToken("Token is invalid or expired");
    if (!kinds.includes(claims.kind)) throw badToken("Token has wrong type");
    return {
      userId: claims.userId,
      throttleKey: String(claims.userId),
      statement: userById(claims.userId),
      admit: (row) => admit(claims, row, config),
      ...(claims.kind === "access" && { condition: (roles) => isAdmitted(claims, config, roles) }),
    };
  };

/** A customer's token is no wrong kind: it is let in as what it is, and no path outside /customer/ takes it. */
export const authenticate = authenticateBy(["access", "customer"]);
export const authenticateCustomer = authenticateBy(["customer"]);

const refused = (text: Text) => unauthorized({ detail: message(text), code: "token_not_valid" });

async function claimsOf(ctx: Ctx, token: string, kinds: readonly TokenKind[]): Promise<Claims> {
  const claims = await readToken(token, ctx.config, ctx.now);
  if (!claims) throw refused("Token is invalid or expired");
  if (!kinds.some((kind) => kind === claims.kind)) throw refused("Token has wrong type");
  return claims;
}

/** The user of a token that is neither signed out nor ended. */
async function ownerOf(ctx: Ctx, claims: Claims): Promise<UserRow> {
  const { user, blacklisted } = await standingOf(ctx, claims);
  if (blacklisted) throw refused("Token is blacklisted");
  const good = user?.is_active && user.token_gen === claims.generation && isWelcome(user, ctx.config);
  if (!good) throw refused("Token is invalid or expired");
  return user;
}

export async function refreshToken(ctx: Ctx, token: string) {
  const user = await ownerOf(ctx, await claimsOf(ctx, token, ["refresh"]));
  const owner = { userId: user.id, generation: user.token_gen };
  return { access: await signToken(ctx.config, "access", owner, ctx.now) };
}

export async function verifyToken(ctx: Ctx, token: string) {
  await ownerOf(ctx, await claimsOf(ctx, token, ["access", "refresh"]));
  return {};
}

export async function signOut(ctx: Ctx, token: string) {
  await blacklist(ctx, await claimsOf(ctx, token, ["refresh"]));
  return {};
}
