/** Integrations in D1: where a project's data comes from in 1C. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { idOf } from "../platform/numbered-path.ts";
import type { Integration } from "./integrations.schema.ts";

/** What a write sets; the id and the stamps are the store's own. */
export type IntegrationValues = {
  name: string;
  project_id: number;
  wsdl_url: string;
  username: string | null;
  /** Encrypted. */
  password: string | null;
  method_nomenklatura: string;
  method_clients: string;
  chunk_size: number;
  description: string | null;
  sync_nomenklatura_minutes: number | null;
  sync_clients_minutes: number | null;
  is_active: number;
};

export type IntegrationRow = IntegrationValues & {
  id: number;
  /** Null where the project is deleted. */
  project_name: string | null;
  project_code_1c: string | null;
  is_deleted: number;
  created_at: number;
  updated_at: number;
};

export const LIVE = sql`SELECT i.*, p.name AS project_name, p.code_1c AS project_code_1c
  FROM integrations i LEFT JOIN projects p ON p.id = i.project_id AND p.is_deleted = 0 WHERE i.is_deleted = 0`;

export const integrationById = (id: number): Sql => sql`${LIVE} AND i.id = ${id}`;

export async function findIntegration(ctx: Ctx, id: string | undefined): Promise<IntegrationRow> {
  const row = await ctx.db.first<IntegrationRow>(integrationById(idOf(id)));
  if (!row) throw notFound();
  return row;
}

/** One that may be synchronised: it is active, and its project is not deleted. */
export async function findUsable(ctx: Ctx, id: number): Promise<IntegrationRow | undefined> {
  const row = await ctx.db.first<IntegrationRow>(integrationById(id));
  return row?.is_active && row.project_code_1c !== null ? row : undefined;
}

export const integrationShape = (row: IntegrationRow, isShownAddress: boolean): Integration => ({
  id: row.id,
  name: row.name,
  project: row.project_id,
  project_name: row.project_name,
  project_code_1c: row.project_code_1c,
  wsdl_url: isShownAddress ? row.wsdl_url : null,
  method_nomenklatura: row.method_nomenklatura,
  method_clients: row.method_clients,
  chunk_size: row.chunk_size,
  description: row.description,
  is_active: row.is_active === 1,
  is_deleted: row.is_deleted === 1,
  created_at: formatStamp(row.created_at),
  updated_at: formatStamp(row.updated_at),
  sync_nomenklatura_minutes: row.sync_nomenklatura_minutes,
  sync_clients_minutes: row.sync_clients_minutes,
});

/** The newest first; where 1C is, is nothing for agents. */
export async function listIntegrations(ctx: Ctx): Promise<Integration[]> {
  const rows = await ctx.db.rows<IntegrationRow>(sql`${LIVE} ORDER BY i.id DESC`);
  return rows.map((row) => integrationShape(row, ctx.user.role !== "agent"));
}

/** The id that the next row gets: rows are never deleted for good, and a password is bound to its row's id. */
export const nextId: Sql = sql`SELECT ifnull(max(id), 0) + 1 AS id FROM integrations`;

export const liveProject = (id: number): Sql =>
  sql`SELECT id FROM projects WHERE id = ${id} AND is_deleted = 0`;

async function writeOne(ctx: Ctx, id: number, statement: Sql): Promise<IntegrationRow> {
  const [, [row]] = await ctx.db.write<[never, IntegrationRow]>(statement, integrationById(id));
  if (!row) throw notFound();
  return row;
}

export function insertIntegration(ctx: Ctx, id: number, values: Partial<IntegrationValues>) {
  const now = microseconds(ctx.now);
  const row = { id, ...values, created_at: now, updated_at: now };
  const names = raw(Object.keys(row).join());
  return writeOne(ctx, id, sql`INSERT INTO integrations (${names}) VALUES (${join(Object.values(row))})`);
}

/** Sets what is given and nothing else. */
export function updateIntegration(ctx: Ctx, id: number, values: Partial<IntegrationValues>) {
  const sets = Object.entries(values).map(([name, value]) => sql`${raw(name)} = ${value}`);
  sets.push(sql`updated_at = max(updated_at + 1, ${microseconds(ctx.now)})`);
  const live = sql`id = ${id} AND is_deleted = 0`;
  return writeOne(ctx, id, sql`UPDATE integrations SET ${join(sets)} WHERE ${live}`);
}

export async function deleteIntegration(ctx: Ctx, id: string | undefined): Promise<void> {
  const [rows] = await ctx.db.write<[{ id: number }]>(
    sql`UPDATE integrations SET is_deleted = 1, updated_at = max(updated_at + 1, ${microseconds(ctx.now)})
      WHERE id = ${idOf(id)} AND is_deleted = 0 RETURNING id`,
  );
  if (!rows.length) throw notFound();
}
