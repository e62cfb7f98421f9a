/** Imports as tasks: small ones that are parked by hand in many pieces, real ones through their path, and what came of them. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { ExcelRow } from "../../src/catalog/excel-rows.ts";
import { badRowsPath, rowsPath } from "../../src/tasks/index.ts";
import { TaskState } from "../../src/tasks/tasks.schema.ts";
import { asOperator, expecting, type Row, sql } from "../catalog/api.ts";
import { formOf, importPath } from "../catalog/excel-files.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import type { Line } from "./line.ts";

const SYNC = "/api/v1/integration/sync/";
export const statusPath = (id: string) => `${SYNC}status/${id}/`;
export const cancelPath = (id: string) => `${SYNC}cancel/${id}/`;
export const retryPath = (id: string) => `${SYNC}retry/${id}/`;
export const errorsPath = (id: string) => `${SYNC}errors/${id}/`;

const operators = new Map<string, Promise<string>>();
const operatorToken = () => {
  const known = operators.get("one") ?? cheapPerson("operator").then((who) => tokenOf(who));
  operators.set("one", known);
  return known;
};

interface Posted {
  replaced?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** A POST whose messages go to the line. */
export const post = async <Body>(
  line: Line<Body>,
  path: string,
  body?: FormData,
  { replaced, headers }: Posted = {},
) =>
  ask(path, {
    method: "POST",
    token: await operatorToken(),
    env: { ...line.bindings().replaced, ...replaced },
    ...(headers ? { headers } : {}),
    ...(body ? { body } : {}),
  });

/** The task of a file that was sent; it waits for its first step. */
export async function begin(
  line: Line,
  name: string,
  file: Uint8Array<ArrayBuffer>,
  query = "",
): Promise<string> {
  const started = await post(line, importPath(name, `?wait=false${query}`), formOf(file));
  expect([started.status, started.json?.status]).toEqual([202, "started"]);
  return started.json.task_id;
}

/** The status object, held against its schema and against itself. */
export async function stateOf(id: string): Promise<TaskState> {
  const state = TaskState.parse(await expecting(200, asOperator(statusPath(id))));
  const { created, updated, unchanged, errors, processed, total, status, progress_percent } = state;
  expect(created + updated + unchanged + errors).toBe(processed);
  expect(processed).toBeLessThanOrEqual(total);
  expect(progress_percent === 100).toBe(status === "completed");
  expect(state.completed_at !== null).toBe(status === "completed" || status === "error");
  const second = [state.total_items, state.processed_items, state.created_items, state.updated_items];
  expect([...second, state.error_items, state.item_errors_total]).toEqual([
    ...[total, processed, created, updated],
    ...[errors, errors],
  ]);
  expect(state.item_errors).toHaveLength(Math.min(100, errors));
  return state;
}

const FETCH = "by-hand";
/** Where a piece lies that was parked by hand. */
export const parkedPiece = (id: string, piece: number) => rowsPath({ id, fetch: FETCH }, piece);

export interface Parking {
  isRehearsal?: boolean;
  status?: "fetching" | "processing" | "error";
}

/** A task whose rows were read and parked in these pieces; its next step waits in the line. */
export async function park(
  line: Line,
  pieces: readonly ExcelRow[][],
  parking: Parking = {},
): Promise<string> {
  const id = crypto.randomUUID();
  const { isRehearsal: dry_run = false, status = "processing" } = parking;
  const input = { project_id: null, dry_run, language: "en" };
  const now = Date.now() * 1000;
  await sql(
    `INSERT INTO tasks (id, kind, label, status, input, message, created_by, created_at, moved_at, pieces, total, fetch)
     VALUES (?, 'import_client', 'fayl.xlsx', ?, ?, 'Import started: fayl.xlsx', 1, ?4, ?4, ?, ?, '${FETCH}')`,
    ...[id, status, JSON.stringify(input), now, pieces.length, pieces.flat().length],
  );
  for (const [piece, rows] of pieces.entries())
    await env.FILES.put(parkedPiece(id, piece), JSON.stringify(rows));
  line.send({ kind: "task", task_id: id, piece: 0 });
  return id;
}

/** Code, name, city: an empty name is the code, an empty city an empty cell. */
export type Line3 = readonly [code: string, name?: string, city?: string];

/** Pieces of such rows, numbered as Excel does; the codes are this test's own. */
export function piecesOf(prefix: string, pieces: readonly (readonly Line3[])[]): ExcelRow[][] {
  let row = 1;
  return pieces.map((lines) =>
    lines.map(([code, name, city]) => {
      row += 1;
      const values = {
        ...(code && { client_code_1c: `${prefix}/${code}` }),
        ...(name && { name }),
        ...(city && { city }),
      };
      const empty = ["client_code_1c", "name", "city"].filter((column) => !(column in values));
      return { row, values, empty };
    }),
  );
}

/** What a run left: rows, counts, faults and files, with the codes as if the prefix had not been. */
export async function leftBy(id: string, prefix: string): Promise<Row> {
  const { status, message, total, processed, created, updated, unchanged, errors, errors_json } =
    await stateOf(id);
  const rows = await sql(
    "SELECT client_code_1c, name, city, is_active, is_deleted FROM clients WHERE client_code_1c LIKE ? ORDER BY id",
    `${prefix}/%`,
  );
  const bad: unknown[] = [];
  for (const key of (await parkedOf(id)).filter((one) => one.startsWith("bad-"))) {
    const piece = Number(/\d+/.exec(key)?.[0]);
    bad.push([key, await (await env.FILES.get(badRowsPath(id, piece)))?.json()]);
  }
  const parked = await parkedOf(id);
  const counts = { total, processed, created, updated, unchanged, errors };
  const left = { status, message, ...counts, errors_json, rows, bad, parked };
  return JSON.parse(JSON.stringify(left).replaceAll(`${prefix}/`, ""));
}

/** The names of what a task has in object storage. */
export async function parkedOf(id: string): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix: `tasks/${id}/` });
  // The name of the fetch between the two is never the same.
  return objects.map(({ key }) => key.slice(`tasks/${id}/`.length).replace(/^[^/]+\//, "")).sort();
}
