/** Users, sign-in and tokens: what other places may use of this room. */
import type { Ctx } from "../platform/context.ts";
import { forgetNonces } from "./nonces.store.ts";
import { forgetWindows } from "./sign-in-limits.ts";
import { forgetExpired } from "./tokens.store.ts";

export { botTokenRoutes } from "./bot-tokens.routes.ts";
export { FOR_BOTS } from "./bot-tokens.ts";
export { authenticate } from "./check-token.ts";
export { customerRoutes } from "./customer.routes.ts";
export { tokenRoutes } from "./tokens.routes.ts";
export { userRoutes } from "./users.routes.ts";

/** Nightly: rows that no longer decide anything. */
export const forgetOldTokens = (ctx: Ctx) =>
  ctx.db.write(forgetExpired(ctx.now), forgetWindows(ctx.now), forgetNonces(ctx));
