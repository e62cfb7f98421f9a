/** Signed-out refresh tokens, and what decides whether a token is still good. */
import sql, { type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import type { Claims } from "./tokens.ts";
import { type UserRow, userById } from "./users.store.ts";

/** One round trip: the token's user, and whether the token was signed out. */
export async function standingOf(ctx: Ctx, claims: Claims) {
  const [users, blacklisted] = await ctx.db.read<[UserRow, { jti: string }]>(
    userById(claims.userId),
    sql`SELECT jti FROM token_blacklist WHERE jti = ${claims.jti}`,
  );
  return { user: users[0], blacklisted: blacklisted.length > 0 };
}

export const blacklist = (ctx: Ctx, { jti, exp }: Claims) =>
  ctx.db.write(
    sql`INSERT INTO token_blacklist (jti, expires_at) VALUES (${jti}, ${exp}) ON CONFLICT DO NOTHING`,
  );

export const forgetExpired = (now: number): Sql =>
  sql`DELETE FROM token_blacklist WHERE expires_at < ${Math.floor(now / 1000)}`;
