/** Integrations in D1: where a project's data comes from in 1C. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";

export type IntegrationRow = {
  id: number;
  name: string;
  project_id: number;
  /** Null where the project is deleted. */
  project_name: string | null;
  project_code_1c: string | null;
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
  is_deleted: number;
  created_at: number;
  updated_at: number;
};

export const INTEGRATION_COLUMNS = raw("i.*, p.name AS project_name, p.code_1c AS project_code_1c");
export const INTEGRATIONS = raw(
  "integrations i LEFT JOIN projects p ON p.id = i.project_id AND p.is_deleted = 0",
);

const integrationById = (id: number): Sql =>
  sql`SELECT ${INTEGRATION_COLUMNS} FROM ${INTEGRATIONS} WHERE i.id = ${id} AND i.is_deleted = 0`;

/** The number in a path; what is no number names no row. */
function idOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

export async function findIntegration(ctx: Ctx, id: string | undefined): Promise<IntegrationRow> {
  const row = await ctx.db.first<IntegrationRow>(integrationById(idOf(id)));
  if (!row) throw notFound();
  return row;
}

/** One that may be asked: it is active, and so is its project's place in the catalogue. */
export async function findUsable(ctx: Ctx, id: number): Promise<IntegrationRow | undefined> {
  const row = await ctx.db.first<IntegrationRow>(integrationById(id));
  return row?.is_active && row.project_code_1c !== null ? row : undefined;
}
