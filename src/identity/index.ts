/** Users, sign-in and tokens: what other places may use of this room. */
import type { Ctx } from "../platform/context.ts";
import { forgetNonces } from "./nonces.store.ts";
import { forgetWindows } from "./sign-in-limits.ts";
import { forgetExpired } from "./tokens.store.ts";
import type { UserRow } from "./users.store.ts";

export { botTokenRoutes } from "./bot-tokens.routes.ts";
export { FOR_BOTS } from "./bot-tokens.ts";
export { authenticate } from "./check-token.ts";
export { customerRoutes } from "./customer.routes.ts";
export { tokenRoutes } from "./tokens.routes.ts";
export { userRoutes } from "./users.routes.ts";

/** Nightly: rows that no longer decide anything. */
export const forgetOldTokens = (ctx: Ctx) =>
  ctx.db.write(forgetExpired(ctx.now), forgetWindows(ctx.now), forgetNonces(ctx));

/** The one agent whose rows the caller may see and write; nobody's where it is not an agent, who may everybody's. */
export const ownAgentOf = ({ user }: Ctx): string | undefined =>
  user.role === "agent" ? (user.row as UserRow).agent_code : undefined;
