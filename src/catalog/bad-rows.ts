/** The rows that an import refused, as a workbook: correct it and send it again. */
import type { Ctx } from "../platform/context.ts";
import { ApiError, notFound } from "../platform/errors.ts";
import { Download } from "../platform/respond.ts";
import { badRowsPath, findTask, type TaskRow } from "../tasks/index.ts";
import { entities } from "./entities.ts";
import type { Entity } from "./entity.ts";
import type { BadRow } from "./import-task.ts";
import type { CellValue } from "./xlsx/cell-xml.ts";
import { writeWorkbook } from "./xlsx/write-workbook.ts";

/** Every cell as text: what was wrong may be that it was none of the column's kind. */
const columnsOf = (entity: Entity) =>
  [...entity.excel.columns, "error"].map((header) => ({ header, kind: "text" as const }));

async function* rowsOf(ctx: Ctx, task: TaskRow, entity: Entity): AsyncGenerator<CellValue[]> {
  for (let piece = 0; piece < (task.pieces ?? 0); piece++) {
    const parked = await ctx.files.get(badRowsPath(task.id, piece));
    const rows = parked ? await parked.json<BadRow[]>() : [];
    for (const { values, error } of rows)
      yield [...entity.excel.columns.map((name) => String(values[name] ?? "")), error];
  }
}

export async function tellBadRows(ctx: Ctx, id: string): Promise<Download> {
  const task = await findTask(ctx, id);
  if (!task) throw new ApiError(404, { error: "Task not found" });
  const entity = entities.find(({ name }) => task.kind === `import_${name}`);
  if (!entity || !task.errors) throw notFound();
  const { file, sheet } = entity.excel;
  const workbook = { name: sheet, columns: columnsOf(entity), rows: rowsOf(ctx, task, entity) };
  return new Download(`${file}_errors.xlsx`, writeWorkbook(workbook));
}
