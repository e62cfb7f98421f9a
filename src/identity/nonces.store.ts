/** Which integrity tokens were used: a row for each, whose insert alone decides who was first. */
import { createHash } from "node:crypto";
import sql, { type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";

const DAY_MS = 86_400_000;

export interface Spending {
  /** Answers a row to the one who was first. */
  statement: Sql;
  /** Whether that was this request, asked after the statement in the same batch. */
  isDone: Sql;
}

export function spendNonce({ now, requestId }: Ctx, nonce: string): Spending {
  const hash = createHash("sha256").update(nonce).digest("base64");
  return {
    statement: sql`INSERT INTO spent_nonces (nonce_hash, spent_by, spent_at) VALUES (${hash}, ${requestId}, ${now})
      ON CONFLICT DO NOTHING RETURNING spent_by`,
    isDone: sql`EXISTS (SELECT 1 FROM spent_nonces WHERE nonce_hash = ${hash} AND spent_by = ${requestId})`,
  };
}

/** Where nothing is used up. */
export const NOTHING_SPENT: Spending = { statement: sql`SELECT '' AS spent_by`, isDone: sql`true` };

/** Their tokens are too old by now, and would be if they were let live a day longer. */
export const forgetNonces = ({ now, config }: Ctx): Sql =>
  sql`DELETE FROM spent_nonces WHERE spent_at < ${now - config.INTEGRITY_MAX_AGE_SECONDS * 1000 - DAY_MS}`;
