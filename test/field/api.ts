/** Agents and their points, through the service's own door. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { asOperator, expecting, type Row, sql } from "../catalog/api.ts";
import { person, type Sent, send, tokenOf } from "../support/app.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

export const POINTS = "/api/v1/agent-location/";

export const HOUR_MS = 3_600_000;
export const iso = (ms: number) => new Date(ms).toISOString();
/** The Tashkent day of a time, and a time of that day. */
export const dayOf = (ms: number) => iso(ms + 5 * HOUR_MS).slice(0, 10);

let made = 0;
/** A code that no other agent has. */
export const newAgent = () => `A${(++made).toString(36)}x`;

export const point = (agent_code: string, more: Row = {}) => ({
  agent_code,
  latitude: 41.3111,
  longitude: 69.2797,
  ...more,
});

export const post = (body: unknown) => asOperator(POINTS, { body });
export const store = (agentCode: string, more: Row = {}): Promise<Row> =>
  expecting(201, post(point(agentCode, more)));
export const batch = (points: unknown): Promise<Row> => expecting(200, post(points));
export const get = (path = ""): Promise<Row> => expecting(200, asOperator(POINTS + path));
export const at = (row: Row) => `${POINTS}${row.id}/`;
export const change = (row: Row, body: unknown, method = "PATCH") => asOperator(at(row), { method, body });
export const remove = (row: Row) => asOperator(at(row), { method: "DELETE" });

/** A signed-in agent, who is known by this code. */
export async function agentCalling(code = newAgent()) {
  const token = await tokenOf(await person("agent", code));
  return { code, ask: (path: string, sent: Sent = {}) => send(path, { ...sent, token }) };
}

export async function emptyField(): Promise<void> {
  const tables = ["agent_locations", "agent_latest", "agent_days", "location_words"];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

/** A picture of a client straight in the table, uploaded by somebody at a time (milliseconds UTC). */
export async function visitBy(uploader: string, atMs: number, type = "other"): Promise<number> {
  const code = newAgent();
  const now = 1_764_000_000_000_000;
  const [client] = await sql(
    "INSERT INTO clients (client_code_1c, name, created_at, updated_at, fold) VALUES (?1, 'Do‘kon', ?2, ?2, '') RETURNING id",
    code,
    now,
  );
  const [source] = await sql(
    `INSERT INTO image_sources (uploader_name, uploader_type, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?3) RETURNING id`,
    uploader,
    type,
    now,
  );
  const [image] = await sql(
    `INSERT INTO images (entity, parent_id, project_id, hash, format, width, height, size_bytes, is_main, category,
       note, status_id, status_text, source_id, source_text, created_at, updated_at)
     SELECT 'client', ?1, 0, 'h', 'jpg', 1, 1, 1, 1, 'oldidan', '',
       1, (SELECT text FROM image_status_texts WHERE id = 1), ?2, (SELECT text FROM image_source_texts WHERE id = ?2),
       ?3, ?3 RETURNING id`,
    client.id,
    source.id,
    atMs * 1000,
  );
  return image.id;
}
