/** The catalogue: what other places may use of this room. */
import { entities } from "./entities.ts";
import { badRowRoutes, excelRoutes } from "./excel.routes.ts";
import { imageRoutes } from "./images/images.routes.ts";
import { labelRoutes } from "./images/labels.routes.ts";
import { resourceRoutes } from "./resource.routes.ts";

export { type Change, changeRows } from "./change-rows.ts";
export { checkRow, wordsOf } from "./check-row.ts";
export { type DESCRIPTION_MARK, withoutMark } from "./description-mark.ts";
export type { Entity, EntityRow } from "./entity.ts";
export { dayText, decimalText } from "./excel-rows.ts";
export { blankIsNull, document, type Field, field, htmlKind, time, whole } from "./fields/field.ts";
export { findStrays } from "./images/find-strays.ts";
export { forgetImages } from "./images/forget-images.ts";
export { inspect } from "./images/inspect.ts";
export {
  giveUpRenditions,
  makeRenditions,
  type RenditionMessage,
  sweepRenditions,
} from "./images/make-renditions.ts";
export { findImageDrift, isImageDrift, recountImages } from "./images/recount-images.ts";
export { createImage } from "./images/save-image.ts";
export {
  recountVisits,
  type VisitRow,
  visitCountSql,
  visitDriftSql,
  visitsSql,
} from "./images/visits.ts";
export { importKind } from "./import-task.ts";
export type { Outcome } from "./plan-rows.ts";
export { findDrift, isDrift, recount } from "./recount.ts";
export { bodyField, type ResourceBody, wireTypes } from "./resource.schema.ts";
export { chunksOf } from "./resource.store.ts";
export { isEmptyDescription } from "./sanitize.ts";
export { writerOf } from "./serialize.ts";
export { contested, type UpsertOptions, upsertMany } from "./upsert-many.ts";
export { upsertBulk } from "./write-resource.ts";
export { entities };
export const catalogRoutes = [
  ...entities.flatMap(excelRoutes),
  ...entities.flatMap(resourceRoutes),
  ...badRowRoutes,
  ...imageRoutes,
  ...labelRoutes,
];
