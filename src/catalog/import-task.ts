/** A large Excel file as a task: one pass parks its rows in pieces, each piece is then imported once. */
import type { Ctx } from "../platform/context.ts";
import type { Language } from "../platform/i18n.ts";
import {
  badRowsPath,
  type Fetched,
  type ItemError,
  moveTask,
  piecePath,
  TaskFailure,
  type TaskKind,
  type TaskRow,
} from "../tasks/index.ts";
import { entities } from "./entities.ts";
import type { Entity } from "./entity.ts";
import { type ExcelRow, type Header, isBlank, readExcelRow, readHeader } from "./excel-rows.ts";
import { type ParkedFile, ROWS_IN_PIECE } from "./import-excel.ts";
import { importRows } from "./import-rows.ts";
import type { Rehearsal } from "./plan-rows.ts";
import { parkedSource } from "./receive-upload.ts";
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

/** A rehearsal writes nothing, so each row has to know which earlier one it would have found in the table. */
function placesOf(entity: Entity) {
  const last = new Map<string, number>();
  let place = 0;
  return (row: ExcelRow): ExcelRow => {
    const code = String(row.values[entity.key] ?? "").trim();
    const before = last.get(code);
    if (code) last.set(code, place);
    place += 1;
    return before === undefined ? row : { ...row, before };
  };
}

async function parkRows(ctx: Ctx, task: TaskRow): Promise<Fetched> {
  const entity = entityOf(task);
  const placed = inputOf(task).dry_run ? placesOf(entity) : (row: ExcelRow) => row;
  const workbook = await openWorkbook(await sourceOf(ctx, task));
  let header: Header | undefined;
  let rows: ExcelRow[] = [];
  let [pieces, total] = [0, 0];
  const park = async () => {
    await ctx.files.put(piecePath(task, pieces), JSON.stringify(rows));
    pieces += 1;
    total += rows.length;
    rows = [];
    await moveTask(ctx, task, total);
  };
  for await (const row of workbook.rows()) {
    if (isBlank(row)) continue;
    if (header) rows.push(placed(readExcelRow(entity, header, row)));
    else header = readHeader(entity, row);
    if (rows.length >= ROWS_IN_PIECE) await park();
  }
  if (rows.length) await park();
  return { total, pieces, result: { ignored_columns: header?.ignored ?? [] } };
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
  const parked = await ctx.files.get(piecePath(task, piece));
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

/** The rows of earlier pieces with the codes of these, in the file's order; one piece at a time is in memory. */
async function earlierRows(
  ctx: Ctx,
  task: TaskRow,
  piece: number,
  rows: readonly ExcelRow[],
): Promise<ExcelRow[]> {
  const wanted = Array.from({ length: piece }, () => new Set<number>());
  const want = ({ before = -1 }: ExcelRow) => wanted[Math.floor(before / ROWS_IN_PIECE)]?.add(before);
  for (const row of rows) want(row);
  const found: [place: number, ExcelRow][] = [];
  for (const [earlier, places] of [...wanted.entries()].reverse()) {
    const parked = places.size ? await rowsOf(ctx, task, earlier) : [];
    // A row may want another of its own piece: a set that grows while it is walked is walked to its end.
    for (const place of places) {
      const row = parked[place % ROWS_IN_PIECE];
      if (!row) continue;
      found.push([place, row]);
      want(row);
    }
  }
  return found.sort(([a], [b]) => a - b).map(([, row]) => row);
}

const work: TaskKind["work"] = async (ctx, task, piece, done) => {
  const { project_id: projectId, dry_run: isRehearsal, language } = inputOf(task);
  const rows = await rowsOf(ctx, task, piece);
  const rehearsal: Rehearsal | undefined = isRehearsal ? new Map() : undefined;
  const target = { entity: entityOf(task), projectId, language, ...(rehearsal && { rehearsal }) };
  if (rehearsal) await importRows(ctx, target, await earlierRows(ctx, task, piece, rows));
  await importRows(ctx, target, rows, async (counts) => {
    await parkBadRows(ctx, task, piece, rows, counts.errors);
    return done({ ...counts, processed: rows.length });
  });
};

export const importKind: TaskKind = { fetch, work };
