/** Tokens of bots on the wire: shown whole once, then by their beginning. */
import * as z from "zod";
import { listQuery } from "../platform/filters.ts";
import { integer, text } from "../platform/kinds.ts";
import { nullable, optional } from "../platform/validate.ts";

const stamp = z.iso.datetime({ offset: true });
const TEN_YEARS = 3650;

export const BotTokenCreate = z.object({
  name: optional(text(150, { blank: true })),
  expires_in_days: nullable(integer(1, TEN_YEARS)),
});
export type BotTokenCreate = z.output<typeof BotTokenCreate>;

export const NewBotToken = z
  .strictObject({ bot_token: z.string(), expires_at: stamp.nullable() })
  .meta({ id: "NewBotToken" });

export const BotToken = z
  .strictObject({
    id: z.number().int(),
    name: z.string(),
    prefix: z.string(),
    created_at: stamp,
    last_used_at: stamp.nullable(),
    expires_at: stamp.nullable(),
  })
  .meta({ id: "BotToken" });
export type BotToken = z.infer<typeof BotToken>;

export const BotTokenQuery = listQuery({});
export type BotTokenQuery = z.output<typeof BotTokenQuery>;
