/** The rows that an import refused, as a workbook: correct it and send it again. */
import type { Ctx } from "../platform/context.ts";
import { ApiError, notFound } from "../platform/errors.ts";
import { Download } from "../platform/respond.ts";
import { badRowsPath, findTask, isKept, type TaskRow } from "../tasks/index.ts";
import { entities } from "./entities.ts";
import type { BadRow } from "./import-task.ts";
import type { CellValue } from "./xlsx/cell-xml.ts";
import { writeWorkbook } from "./xlsx/write-workbook.ts";

async function* badRowsOf(ctx: Ctx, task: TaskRow): AsyncGenerator<BadRow> {
  for (let piece = 0; piece < (task.pieces ?? 0); piece++) {
    const parked = await ctx.files.get(badRowsPath(task.id, piece));
    if (parked) yield* await parked.json<BadRow[]>();
  }
}

async function* cellsOf(
  names: readonly string[],
  first: BadRow,
  rest: AsyncIterable<BadRow>,
): AsyncGenerator<CellValue[]> {
  const cells = ({ values, error }: BadRow) => [...names.map((name) => String(values[name] ?? "")), error];
  yield cells(first);
  for await (const row of rest) yield cells(row);
}

/** Its columns are those of the file: one that was not there says nothing, and an empty one would. */
export async function tellBadRows(ctx: Ctx, id: string): Promise<Download> {
  const task = await findTask(ctx, id);
  if (!task) throw new ApiError(404, { error: "Task not found" });
  const entity = entities.find(({ name }) => task.kind === `import_${name}`);
  if (!entity || !task.errors || !isKept(ctx, task)) throw notFound();
  const rows = badRowsOf(ctx, task);
  const { value: first } = await rows.next();
  if (!first) throw notFound();
  const { file, sheet, columns } = entity.excel;
  const names = columns.filter((name) => name in first.values || first.empty.includes(name));
  const workbook = {
    name: sheet,
    // Every cell as text: what was wrong may be that it was none of the column's kind.
    columns: [...names, "error"].map((header) => ({ header, kind: "text" as const })),
    rows: cellsOf(names, first, rows),
  };
  return new Download(`${file}_errors.xlsx`, writeWorkbook(workbook));
}
