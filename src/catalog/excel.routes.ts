/** Excel paths of an entity: export, template, import. */
import { operator } from "../platform/access.ts";
import { MULTIPART_TYPE } from "../platform/body.ts";
import { type Route, route } from "../platform/route.ts";
import { tellBadRows } from "./bad-rows.ts";
import type { Entity } from "./entity.ts";
import { ImportAnswer, ImportQuery, importBody } from "./excel.schema.ts";
import { exportExcel, templateExcel } from "./export-excel.ts";
import { importExcel, UPLOAD_LIMIT } from "./import-excel.ts";
import { querySchema } from "./resource.schema.ts";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const file = { status: 200, type: XLSX_TYPE } as const;

export function excelRoutes(entity: Entity): Route[] {
  const names = entity.alias ? [entity.name, entity.alias] : [entity.name];
  return names.flatMap((name) => {
    const label = entity.name[0]?.toUpperCase() + entity.name.slice(1);
    const common = { tag: label, access: operator, isAlias: name !== entity.name };
    const at = (last: string) => ({ ...common, path: `/api/v1/${name}/${last}/`, name: `${label} ${last}` });
    return [
      route({
        ...at("export-xlsx"),
        method: "GET",
        summary: "The list as an Excel file, with every filter, search and order that the list has.",
        query: querySchema(entity),
        answer: file,
        run: (ctx, { query }) => exportExcel(ctx, entity, query),
      }),
      route({
        ...at("template-xlsx"),
        method: "GET",
        summary: "An Excel file with the columns that an import reads, and one sample row.",
        answer: file,
        run: () => templateExcel(entity),
      }),
      route({
        ...at("import-xlsx"),
        method: "POST",
        summary: "Makes and changes rows from an Excel file; a large one is worked off as a task.",
        query: ImportQuery,
        body: importBody(entity),
        bodyIs: "raw",
        accepts: [MULTIPART_TYPE],
        ...UPLOAD_LIMIT,
        answer: { status: 200, shape: ImportAnswer },
        refusals: { 202: "Stored: the task is followed with its status path." },
        run: (ctx, { request, query }) => {
          const { dry_run: isRehearsal = false, wait: waits = true } = query;
          return importExcel(ctx, entity, request, { isRehearsal, waits });
        },
      }),
    ];
  });
}

export const badRowRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/integration/sync/errors/:task_id/",
    name: "Task Errors",
    summary: "The rows that an import refused, as they stood in the file, with what is wrong with each.",
    tag: "Tasks",
    access: operator,
    answer: file,
    run: (ctx, { params }) => tellBadRows(ctx, params["task_id"] ?? ""),
  }),
];
