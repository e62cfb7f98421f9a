/** A large Excel file as a task: one pass parks its rows in pieces, each piece is then imported once. */
import type { Ctx } from "../platform/context.ts";
import type { Language } from "../platform/i18n.ts";
import {
  badRowsPath,
  type Fetched,
  type ItemError,
  moveTask,
  rowsPath,
  TaskFailure,
  type TaskKind,
  type TaskRow,
} from "../tasks/index.ts";
import { entities } from "./entities.ts";
import type { Entity } from "./entity.ts";
import type { ExcelRow } from "./excel-rows.ts";
import type { ParkedFile } from "./import-excel.ts";
import { importRows } from "./import-rows.ts";
import { parkedSource } from "./receive-upload.ts";
import { parkStates, Recurrences, statesBefore } from "./rehearse-task.ts";
import { inPieces, openRows } from "./workbook-rows.ts";
import type { ByteSource } from "./xlsx/byte-source.ts";
import { openWorkbook } from "./xlsx/open-workbook.ts";
import { WorkbookError } from "./xlsx/workbook-error.ts";

interface Input {
  project_id: number | null;
  dry_run: boolean;
  language: Language;
  file: ParkedFile;
}

const inputOf = ({ input }: TaskRow) => JSON.parse(input) as Input;

const entityOf = ({ kind }: TaskRow): Entity => {
  const entity = entities.find(({ name }) => kind === `import_${name}`);
  if (!entity) throw new Error(`Tasks of kind ${kind} import nothing`);
  return entity;
};

async function sourceOf(ctx: Ctx, task: TaskRow): Promise<ByteSource> {
  const { key, offset, size } = inputOf(task).file;
  if (!(await ctx.files.head(key))) throw new TaskFailure("The uploaded file is no longer there");
  return parkedSource(ctx, key, offset, size);
}

/** What a fetch found out, kept with its task. */
interface Found {
  ignored_columns: string[];
  /** Pieces with codes that come again in later ones. */
  recurring: number[];
}

async function parkRows(ctx: Ctx, task: TaskRow): Promise<Fetched> {
  const entity = entityOf(task);
  const recurrences = inputOf(task).dry_run ? new Recurrences(entity) : undefined;
  const { header, rows } = await openRows(entity, await openWorkbook(await sourceOf(ctx, task)));
  let [pieces, total] = [0, 0];
  for await (const piece of inPieces(rows)) {
    recurrences?.mark(piece, pieces);
    await ctx.files.put(rowsPath(task, pieces), JSON.stringify(piece));
    pieces += 1;
    total += piece.length;
    await moveTask(ctx, task, total);
  }
  const result = {
    ignored_columns: header.ignored,
    recurring: [...(recurrences?.pieces ?? [])],
  } satisfies Found;
  return { total, pieces, result };
}

async function fetch(ctx: Ctx, task: TaskRow): Promise<Fetched> {
  try {
    return await parkRows(ctx, task);
  } catch (fault) {
    if (fault instanceof WorkbookError) throw new TaskFailure("XLSX faylni o'qib bo'lmadi", fault.message);
    throw fault;
  }
}

async function rowsOf(ctx: Ctx, task: TaskRow, piece: number): Promise<ExcelRow[]> {
  const parked = await ctx.files.get(rowsPath(task, piece));
  if (!parked) throw new TaskFailure("The parked rows are no longer there");
  return parked.json<ExcelRow[]>();
}

/** A bad row as it stood in the file, with what is wrong with it. */
export interface BadRow extends ExcelRow {
  error: string;
}

async function parkBadRows(
  ctx: Ctx,
  task: TaskRow,
  piece: number,
  rows: ExcelRow[],
  errors: readonly ItemError[],
) {
  if (!errors.length) return;
  const faults = new Map(errors.map(({ item, error }) => [item, error]));
  const bad = rows.flatMap((row) => {
    const error = faults.get(row.row);
    return error === undefined ? [] : [{ ...row, error }];
  });
  await ctx.files.put(badRowsPath(task.id, piece), JSON.stringify(bad));
}

const work: TaskKind["work"] = async (ctx, task, piece, done) => {
  const { project_id: projectId, dry_run: isRehearsal, language } = inputOf(task);
  const rows = await rowsOf(ctx, task, piece);
  const target = { entity: entityOf(task), projectId, language };
  const rehearsal = isRehearsal ? await statesBefore(ctx, task.id, target, rows) : undefined;
  const { recurring = [] } = JSON.parse(task.result) as Partial<Found>;
  await importRows(ctx, { ...target, ...(rehearsal && { rehearsal }) }, rows, async (counts) => {
    await parkBadRows(ctx, task, piece, rows, counts.errors);
    if (rehearsal && recurring.includes(piece)) await parkStates(ctx, task.id, piece, rehearsal);
    return done({ ...counts, processed: rows.length });
  });
};

export const importKind: TaskKind = { fetch, work };
