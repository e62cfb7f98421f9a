/** Projects straight in the table, for what belongs to one. */
import { env } from "cloudflare:workers";

/** Its id. */
export async function projectNamed(code: string = crypto.randomUUID()): Promise<number> {
  const row = await env.DB.prepare(
    "INSERT INTO projects (code_1c, name, created_at, updated_at, fold) VALUES (?1, ?1, 1, 1, ?1) RETURNING id",
  )
    .bind(code)
    .first<{ id: number }>();
  return row?.id ?? 0;
}
