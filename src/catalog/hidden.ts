/** What this caller may not see. */
import type { Ctx } from "../platform/context.ts";

/** Names of fields that are null to anonymous callers. */
export const hiddenFrom = (ctx: Ctx): readonly string[] =>
  ctx.callerId === undefined ? ctx.config.PUBLIC_HIDDEN_FIELDS : [];
