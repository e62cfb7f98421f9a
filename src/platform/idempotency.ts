/** Idempotency-Key: a row inserted in the write's own batch decides a race, and answers every repeat of it. */
import sql, { type Sql } from "sql-template-tag";
import type { Ctx } from "./context.ts";
import { ApiError } from "./errors.ts";
import { message } from "./i18n.ts";
import type { Row } from "./sql.ts";

const KEPT_MS = 86_400_000;
/** Stands for what was made within a transaction alone. */
const NOT_YET = "";

export interface Idempotency {
  /** Finds what an earlier request under this key made; rides in the write's first round trip. */
  find: Sql;
  /** What that request made, or nothing; another body under the same key is refused. */
  made(rows: readonly Row[]): string | undefined;
  /** Keeps what this request makes, after its write: `made` is an expression for it. A live key undoes the batch. */
  keep(made: Sql): Sql[];
  /** For a write in the round trip of `find`: takes the key where this holds and nobody has it. */
  take(holds: Sql): Sql;
  /** After `take`, in its transaction: whether it took the key. */
  isTaken: Sql;
  /** After the write: keeps what was made under the key that `take` took. */
  fill(made: Sql): Sql;
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

/** Nothing without the header. `body` is what the request says, in a form that equal requests share. */
export async function idempotencyOf(
  ctx: Ctx,
  request: Request,
  body: string,
): Promise<Idempotency | undefined> {
  const header = request.headers.get("Idempotency-Key");
  if (header === null) return undefined;
  if (header.length < 1 || header.length > 255)
    throw new ApiError(400, { detail: message("Idempotency-Key must have 1 to 255 characters.") });
  const encoder = new TextEncoder();
  const { pathname } = new URL(request.url);
  const scope = [ctx.callerId, request.method, pathname.replace(/\/$/, ""), header].join("\n");
  const [key, said] = await Promise.all([hashOf(encoder.encode(scope)), hashOf(encoder.encode(body))]);
  const isTaken = sql`EXISTS (SELECT 1 FROM idempotency_keys WHERE key = ${key} AND made = ${NOT_YET})`;
  return {
    find: sql`SELECT body, made FROM idempotency_keys WHERE key = ${key} AND created_at > ${ctx.now - KEPT_MS}`,
    made([row]) {
      if (!row) return undefined;
      if (row["body"] !== said)
        throw new ApiError(422, { detail: message("This Idempotency-Key was used with another body.") });
      return String(row["made"]);
    },
    keep: (made) => [
      sql`DELETE FROM idempotency_keys WHERE key = ${key} AND created_at <= ${ctx.now - KEPT_MS}`,
      sql`INSERT INTO idempotency_keys (key, body, made, created_at) VALUES (${key}, ${said}, ${made}, ${ctx.now})`,
    ],
    take: (holds) =>
      sql`INSERT INTO idempotency_keys (key, body, made, created_at)
        SELECT ${key}, ${said}, ${NOT_YET}, ${ctx.now} WHERE ${holds}
        ON CONFLICT (key) DO UPDATE SET body = excluded.body, made = excluded.made, created_at = excluded.created_at
          WHERE created_at <= ${ctx.now - KEPT_MS}`,
    isTaken,
    fill: (made) => sql`UPDATE idempotency_keys SET made = ${made} WHERE key = ${key} AND made = ${NOT_YET}`,
  };
}

/** Nightly. */
export const forgetKeys = (ctx: Ctx) =>
  ctx.db.write(sql`DELETE FROM idempotency_keys WHERE created_at <= ${ctx.now - KEPT_MS}`);
