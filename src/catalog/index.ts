/** The catalogue: what other places may use of this room. */
import { entities } from "./entities.ts";
import { badRowRoutes, excelRoutes } from "./excel.routes.ts";
import { resourceRoutes } from "./resource.routes.ts";

export { importKind } from "./import-task.ts";
export { findDrift, isDrift, recount } from "./recount.ts";
export { upsertBulk } from "./write-resource.ts";
export { entities };
export const catalogRoutes = [
  ...entities.flatMap(excelRoutes),
  ...entities.flatMap(resourceRoutes),
  ...badRowRoutes,
];
