/** Integrations straight in the table, syncs of them through their path, and what they left. */
import { expect } from "vitest";
import { sweepTasks } from "../../src/tasks/index.ts";
import { fresh, type Row, sql } from "../catalog/api.ts";
import { post } from "../tasks/imports.ts";
import { ctxIn, Line } from "../tasks/line.ts";
import { addressOf } from "./fetches.ts";

export type Kind = "nomenklatura" | "clients";

export interface Integration {
  id: number;
  name: string;
  project: string;
  projectId: number;
}

const FROM_1C =
  "wsdl_url, chunk_size, sync_nomenklatura_minutes, sync_clients_minutes, is_active, is_deleted";
const STANDARD: Row = { chunk_size: 50, is_active: 1, is_deleted: 0 };

/** With a project of its own; `switches` are those of the 1C stand-in. */
export async function integrate(switches: string, columns: Row = {}): Promise<Integration> {
  const name = `${fresh("onec")}-${crypto.randomUUID().slice(0, 6)}`;
  const [project] = await sql(
    "INSERT INTO projects (code_1c, name, fold, created_at, updated_at) VALUES (?1, ?2, ?1, 1, 1) RETURNING id, name",
    ...[name, `Project of ${name}`],
  );
  const given: Row = { ...STANDARD, wsdl_url: addressOf(switches), ...columns };
  const [row] = await sql(
    `INSERT INTO integrations (name, project_id, created_at, updated_at, ${FROM_1C})
     VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, ?) RETURNING id`,
    ...[name, project.id, ...FROM_1C.split(", ").map((column) => given[column] ?? null)],
  );
  return { id: row.id, name, project: project.name, projectId: project.id };
}

/** As answers name it. */
export const tellOf = ({ id, name, project }: Integration) => ({ id, name, project });

export const startPath = (kind: Kind, id: unknown) => `/api/v1/integration/sync/${kind}/${id}/`;

export class SyncLine extends Line {
  /** The task's id; its fetch waits in the line. */
  async begin({ id }: Integration, kind: Kind = "nomenklatura"): Promise<string> {
    const { status, json, text } = await post(this, startPath(kind, id));
    expect([status, json?.status], text).toEqual([202, "started"]);
    return json.task_id;
  }

  /** The minute cron's, so many minutes from now. */
  sweep(minutes: number): Promise<void> {
    return sweepTasks(ctxIn(this, minutes));
  }

  async whole(integration: Integration, kind: Kind = "nomenklatura"): Promise<string> {
    const id = await this.begin(integration, kind);
    await this.drain();
    return id;
  }
}

export const stored = ({ projectId }: Integration, kind: Kind = "nomenklatura"): Promise<Row[]> =>
  sql(`SELECT * FROM ${kind} WHERE project_id = ? ORDER BY id`, projectId);
