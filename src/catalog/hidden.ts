/** What an anonymous caller may not see, and may not make us read. */
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";

/** Names of fields that are null to this caller. */
export const hiddenFrom = (ctx: Ctx): readonly string[] =>
  ctx.callerId === undefined ? ctx.config.PUBLIC_HIDDEN_FIELDS : [];

export const readsWholeTable = () =>
  new ApiError(403, {
    detail: message(
      "This search or order reads the whole table: sign in, or add a filter such as code, name or category.",
    ),
  });
