/** What a schedule begins with, and what can be seen of it, straight from the stores. */
import type { Env } from "../../src/platform/env.ts";
import type { Base } from "./onec-base.ts";

export interface Place {
  projectId: number;
  integrationId: number;
}

async function rowsOf<T>(env: Env, text: string, ...values: unknown[]): Promise<T[]> {
  return (
    await env.DB.prepare(text)
      .bind(...values)
      .all<T>()
  ).results;
}

let places = 0;

export async function prepareIntegration(env: Env, address: string): Promise<Place> {
  places += 1;
  const name = `simulated-${places}-${crypto.randomUUID()}`;
  const [project] = await rowsOf<{ id: number }>(
    env,
    `INSERT INTO projects (code_1c, name, fold, created_at, updated_at) VALUES (?1, ?1, ?1, 0, 0) RETURNING id`,
    name,
  );
  const [integration] = await rowsOf<{ id: number }>(
    env,
    `INSERT INTO integrations (name, project_id, wsdl_url, chunk_size, created_at, updated_at)
     VALUES (?, ?, ?, 1, 0, 0) RETURNING id`,
    ...[name, project?.id, address],
  );
  return { projectId: project?.id ?? 0, integrationId: integration?.id ?? 0 };
}

export type Task = {
  id: string;
  status: string;
  pieces: number | null;
  next_piece: number;
  total: number;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  errors: number;
  message: string;
  moved_at: number;
};
const TASK =
  "id, status, pieces, next_piece, total, processed, created, updated, unchanged, errors, message, moved_at";

export const statusOf = async (env: Env, integrationId: number): Promise<Task | undefined> =>
  (await rowsOf<Task>(env, `SELECT ${TASK} FROM tasks WHERE integration_id = ?`, integrationId))[0];

/** Whatever the moment, a task's row adds up and has not gone back; once completed it does not change. */
export async function expectSound(env: Env, before: Task | undefined): Promise<Task | undefined> {
  if (!before) return undefined;
  const [task] = await rowsOf<Task>(env, `SELECT ${TASK} FROM tasks WHERE id = ?`, before.id);
  if (!task) throw new Error("The task is gone");
  const { created, updated, unchanged, errors, processed, total, next_piece } = task;
  const isSound =
    created + updated + unchanged + errors === processed &&
    processed <= total &&
    processed >= before.processed &&
    next_piece >= before.next_piece &&
    (before.status !== "completed" || JSON.stringify(task) === JSON.stringify(before));
  if (!isSound) throw new Error(`From ${JSON.stringify(before)} to ${JSON.stringify(task)}`);
  return task;
}

const STAMPS = ["id", "project_id", "created_at", "updated_at"];

/** Rows, counts and faults, as one text that can be compared. */
export async function leftBy(env: Env, id: string, { kind }: Base, { projectId }: Place): Promise<string> {
  const table = kind === "clients" ? "clients" : "nomenklatura";
  const [task] = await rowsOf<Task>(env, "SELECT * FROM tasks WHERE id = ?", id);
  const rows = await rowsOf<Record<string, unknown>>(
    env,
    `SELECT * FROM ${table} WHERE project_id = ? ORDER BY id`,
    projectId,
  );
  const errors = await rowsOf(
    env,
    "SELECT piece, place, code, error FROM task_errors WHERE task_id = ? ORDER BY piece, place",
    id,
  );
  const { status, total, processed, created, updated, unchanged } = task ?? ({} as Task);
  const kept = rows.map((row) => Object.entries(row).filter(([name]) => !STAMPS.includes(name)));
  return JSON.stringify({ status, total, processed, created, updated, unchanged, errors, kept });
}

export const parkedOf = async (env: Env, id: string): Promise<string[]> =>
  (await env.FILES.list({ prefix: `tasks/${id}/` })).objects.map(({ key }) => key);
