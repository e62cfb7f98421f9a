/** Tokens of bots in D1: as hashes alone. */
import sql, { raw, type Sql } from "sql-template-tag";
import { formatStamp, microseconds, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { type ListSpec, listOf } from "../platform/list.ts";
import { idOf } from "../platform/numbered-path.ts";
import type { Row } from "../platform/sql.ts";
import type { BotToken, BotTokenQuery } from "./bot-tokens.schema.ts";

export type BotTokenRow = {
  id: number;
  name: string;
  prefix: string;
  token_hash: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
};

const COLUMNS = raw("id, name, prefix, token_hash, created_at, expires_at, last_used_at");
const USED_TO_THE_US = 60_000_000;

export const tokenByPrefix = (prefix: string): Sql =>
  sql`SELECT ${COLUMNS} FROM bot_tokens WHERE prefix = ${prefix}`;

const shape = (row: BotTokenRow): BotToken => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  created_at: formatStamp(row.created_at),
  last_used_at: stampOrNull(row.last_used_at),
  expires_at: stampOrNull(row.expires_at),
});

const LIST = {
  columns: COLUMNS,
  from: raw("bot_tokens"),
  where: [],
  orderable: {
    id: { column: "id" },
    name: { column: "name" },
    prefix: { column: "prefix" },
    created_at: { column: "created_at" },
    last_used_at: { column: "last_used_at", nullable: true },
    expires_at: { column: "expires_at", nullable: true },
  },
  standard: [{ column: "created_at", descending: true }],
  shape,
} satisfies ListSpec<BotTokenRow>;

export const listBotTokens = (ctx: Ctx, url: URL, query: BotTokenQuery) =>
  listOf<BotTokenRow>(ctx, url, query, LIST);

type NewRow = Pick<BotTokenRow, "name" | "prefix" | "token_hash" | "expires_at">;

export const insertBotToken = (ctx: Ctx, { name, prefix, token_hash, expires_at }: NewRow) =>
  ctx.db.write(
    sql`INSERT INTO bot_tokens (name, prefix, token_hash, created_at, expires_at)
      VALUES (${name}, ${prefix}, ${token_hash}, ${microseconds(ctx.now)}, ${expires_at})`,
  );

/** What was revoked is as unknown as what never was. */
export async function deleteBotToken(ctx: Ctx, id: string | undefined): Promise<void> {
  const [[row]] = await ctx.db.write<[Row]>(sql`DELETE FROM bot_tokens WHERE id = ${idOf(id)} RETURNING id`);
  if (!row) throw notFound();
}

/** Written where the minute before has not told it already. */
export async function noteUse(ctx: Ctx, { id, last_used_at }: BotTokenRow): Promise<void> {
  const now = microseconds(ctx.now);
  const before = now - USED_TO_THE_US;
  if ((last_used_at ?? 0) > before) return;
  await ctx.db.write(
    sql`UPDATE bot_tokens SET last_used_at = ${now} WHERE id = ${id} AND ifnull(last_used_at, 0) <= ${before}`,
  );
}
