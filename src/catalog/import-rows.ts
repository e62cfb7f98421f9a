/** Rows of a workbook into the catalogue: checked one by one, written a thousand at a time, each fault with its row. */

import type { Sql } from "sql-template-tag";
import type { Ctx } from "../platform/context.ts";
import { type Language, message } from "../platform/i18n.ts";
import type { ItemError } from "../tasks/index.ts";
import { checkRow, type Faults, wordsOf } from "./check-row.ts";
import type { Entity } from "./entity.ts";
import type { ExcelRow } from "./excel-rows.ts";
import type { Outcome } from "./plan-rows.ts";
import type { ResourceBody } from "./resource.schema.ts";
import { type UpsertOptions, upsertMany } from "./upsert-many.ts";

export interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
  errors: ItemError[];
}

export interface ImportTarget {
  entity: Entity;
  projectId: number | null;
  /** Of the faults' words. */
  language: Language;
  rehearsal?: UpsertOptions["rehearsal"];
}

interface Checked {
  body?: ResourceBody;
  error?: ItemError;
}

/** What is told of a bad row quotes no more of it: its text may be the fault. */
const QUOTED = 255;
const quoted = (value: unknown) => String(value).slice(0, QUOTED).toWellFormed();

/** A cell with an error of Excel's has no value that could be kept, whatever its column takes. */
function brokenCells({ values, broken = [] }: ExcelRow): Faults {
  const fault = (name: string) =>
    message('The cell holds "{input}" instead of a value.', { input: quoted(values[name]) });
  return Object.fromEntries(broken.map((name) => [name, [fault(name)]]));
}

/** The name may be left empty: the code stands in. An empty cell is null on a new row and nothing on one that is there. */
function check(given: ExcelRow, { entity, projectId, language }: ImportTarget): Checked {
  const { row, values, empty } = given;
  const code = values[entity.key];
  if (code === undefined) {
    // The replaced service's own words, in Uzbek for everybody.
    return { error: { item: row, code: null, error: `${entity.key} bo'sh bo'lishi mumkin emas` } };
  }
  const read = checkRow(entity, { ...values, name: values["name"] ?? code });
  const faults = { ...read.faults, ...brokenCells(given) };
  if (Object.keys(faults).length)
    return { error: { item: row, code: quoted(code), error: wordsOf(faults, language) } };
  const nullIfNew = empty.filter((name) => name !== "is_active" && name !== "name");
  const place = entity.ofProject ? { project_id: projectId } : {};
  // Where there is a column for it, empty is true; where there is none, the row keeps what it has.
  const active = empty.includes("is_active") ? { is_active: true } : {};
  return { body: { ...read.body, ...place, ...active, nullIfNew } };
}

const byRow = (a: ItemError, b: ItemError) => (a.item ?? 0) - (b.item ?? 0);

/** One transaction with `alongside`; the order of the rows is the order in which they are applied. */
export async function importRows(
  ctx: Ctx,
  target: ImportTarget,
  rows: readonly ExcelRow[],
  alongside?: (counts: ImportCounts) => Promise<readonly Sql[]>,
): Promise<ImportCounts> {
  const { entity, rehearsal } = target;
  const checked = rows.map((row) => ({ row: row.row, ...check(row, target) }));
  const good = checked.flatMap(({ row, body }) => (body ? [{ row, body }] : []));
  const countsOf = (outcomes: readonly Outcome[]): ImportCounts => {
    const counts: ImportCounts = { created: 0, updated: 0, unchanged: 0, errors: [] };
    for (const { error } of checked) if (error) counts.errors.push(error);
    for (const [index, outcome] of outcomes.entries()) {
      const { row = 0, body } = good[index] ?? {};
      if (outcome.kind !== "refused") counts[outcome.kind] += 1;
      else
        counts.errors.push({
          item: row,
          code: String(body?.[entity.key]),
          error: wordsOf(outcome.errors, target.language),
        });
    }
    counts.errors.sort(byRow);
    return counts;
  };
  const bodies = good.map(({ body }) => body);
  const outcomes = await upsertMany(ctx, entity, bodies, {
    mode: "upsert",
    ...(rehearsal ? { rehearsal } : {}),
    ...(alongside ? { alongside: (plan) => alongside(countsOf(plan.outcomes)) } : {}),
  });
  return countsOf(outcomes);
}
