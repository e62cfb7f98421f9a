/** The rows of a run: chosen when it begins, asked about by one call at a time, and what became of each. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Entity, EntityRow } from "../catalog/index.ts";
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Row } from "../platform/sql.ts";
import { tokensSql } from "../tasks/index.ts";
import { DEADLINE_MS } from "./chat-client.ts";

/** Of each entity, in one run. */
export const MOST_ROWS = 100_000;

export interface Choice {
  limit: number;
  /** All of them where none are named. */
  codes: readonly string[] | undefined;
}

/** Live, active and without a description, in the order of their ids. */
function chosenSql({ table, key }: Entity, { limit, codes }: Choice): Sql {
  if (codes)
    return sql`SELECT t.id FROM json_each(${JSON.stringify(codes)}) c
      CROSS JOIN ${raw(table)} t INDEXED BY ${raw(`${table}_key`)} ON t.${raw(key)} = c.value
      WHERE t.is_deleted = 0 AND t.is_active = 1 AND t.has_description = 0 ORDER BY t.id LIMIT ${limit}`;
  // One index has both flags: each of its ranges is in the order of the ids.
  const range = (pictured: number) => sql`SELECT id FROM ${raw(table)} INDEXED BY ${raw(`${table}_kept`)}
    WHERE has_description = 0 AND has_image = ${raw(String(pictured))} AND is_deleted = 0 AND is_active = 1`;
  return sql`${range(0)} UNION ALL ${range(1)} ORDER BY id LIMIT ${limit}`;
}

/** How many there are, and the first of them in full. */
export const firstRowsSql = (entity: Entity, choice: Choice, most: number): [Sql, Sql] => [
  sql`SELECT count(*) AS n FROM (${chosenSql(entity, choice)})`,
  sql`SELECT t.* FROM (${chosenSql(entity, { ...choice, limit: Math.min(most, choice.limit) })}) c
    CROSS JOIN ${raw(entity.table)} t ON t.id = c.id ORDER BY t.id`,
];

export const insertRowsSql = (taskId: string, entity: Entity, choice: Choice): Sql =>
  sql`INSERT INTO description_rows (task_id, entity, place, row_id)
    SELECT ${taskId}, ${entity.name}, row_number() OVER (ORDER BY id) - 1, id FROM (${chosenSql(entity, choice)})`;

export type Counted = { entity: string; n: number };

export const countRowsSql = (taskId: string): Sql =>
  sql`SELECT entity, count(*) AS n FROM description_rows WHERE task_id = ${taskId} GROUP BY entity`;

type State = "new" | "asked" | "answered" | "failed" | "skipped" | "described" | "undone";

/** Where a row stands in its run. */
export type Standing = {
  place: number;
  row_id: number;
  state: State;
  free_at: number;
  tries: number;
  text: string | null;
  model: string | null;
  reason: string | null;
};

export const isOpen = ({ state }: Standing) => state === "new" || state === "asked";

/** The rows of a run that lie together in one entity. */
export interface Part {
  taskId: string;
  entity: Entity;
  from: number;
  size: number;
}

const partSql = ({ taskId, entity, from, size }: Part): Sql =>
  sql`d.task_id = ${taskId} AND d.entity = ${entity.name} AND d.place >= ${from} AND d.place < ${from + size}`;

const STANDING = raw("d.place, d.row_id, d.state, d.free_at, d.tries, d.text, d.model, d.reason");

const standingsSql = (part: Part): Sql =>
  sql`SELECT ${STANDING} FROM description_rows d WHERE ${partSql(part)} ORDER BY d.place`;

export const standingsOf = (ctx: Ctx, part: Part) => ctx.db.rows<Standing>(standingsSql(part));

/** A row of the catalogue as it is now, and where it stands in its run. */
export interface PartRow {
  row: EntityRow;
  standing: Standing;
}

export async function rowsOf(ctx: Ctx, part: Part): Promise<PartRow[]> {
  const [standings, rows] = await ctx.db.read<[Standing, EntityRow]>(
    standingsSql(part),
    sql`SELECT t.* FROM description_rows d CROSS JOIN ${raw(part.entity.table)} t ON t.id = d.row_id
      WHERE ${partSql(part)}`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return standings.map((standing) => {
    const row = byId.get(standing.row_id);
    if (!row) throw new Error(`Row ${standing.row_id} of ${part.entity.table} is gone`);
    return { row, standing };
  });
}

/** One call about one row; `id` is its own. */
export interface Call {
  id: string;
  taskId: string;
  entity: string;
  place: number;
  /** Tokens. */
  reserved: number;
  day: string;
}

export const tokenDay = (ms: number) => formatStamp(microseconds(ms)).slice(0, 10);

/** A call that has not come to its end by then never will: its Worker is gone. */
const LEASE_MS = 2 * DEADLINE_MS;

const calledSql = ({ taskId, entity, place }: Call): Sql =>
  sql`d.task_id = ${taskId} AND d.entity = ${entity} AND d.place = ${place}`;

const IS_OPEN = raw("d.state IN ('new', 'asked')");

/** Another run that has not ended asks about the same row, or has its answer. */
const IS_ELSEWHERE = raw(`EXISTS (SELECT 1 FROM description_rows o JOIN tasks k ON k.id = o.task_id
  WHERE o.entity = d.entity AND o.row_id = d.row_id AND o.task_id <> d.task_id
    AND o.state IN ('asked', 'answered') AND k.ended_at IS NULL)`);

export type Claim = "claimed" | "over budget" | "elsewhere" | "in other hands";

/**
 * One transaction decides whose call it is and reserves its tokens of the day, where they fit; whoever is not the one
 * learns why.
 */
export async function claim(ctx: Ctx, call: Call, nowMs: number): Promise<Claim> {
  const { reserved, day, id } = call;
  const budget = ctx.config.AI_DAILY_TOKEN_BUDGET;
  const spent = sql`ifnull((SELECT tokens FROM token_days WHERE day = ${day}), 0)`;
  const fits = budget ? sql`${spent} + ${reserved} <= ${budget}` : sql`true`;
  const [[claimed], , [seen]] = await ctx.db.write<[Row, Row, { is_free: number; is_elsewhere: number }]>(
    sql`UPDATE description_rows AS d SET state = 'asked', call = ${id}, free_at = ${nowMs + LEASE_MS}
      WHERE ${calledSql(call)} AND ${IS_OPEN} AND d.free_at <= ${nowMs} AND NOT ${IS_ELSEWHERE} AND ${fits}
      RETURNING place`,
    sql`INSERT INTO token_days (day, tokens) SELECT ${day}, ${reserved}
      FROM description_rows d WHERE ${calledSql(call)} AND d.call = ${id}
      ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens`,
    sql`SELECT ${IS_OPEN} AND d.free_at <= ${nowMs} AS is_free, ${IS_ELSEWHERE} AS is_elsewhere
      FROM description_rows d WHERE ${calledSql(call)}`,
  );
  if (claimed) return "claimed";
  if (!seen?.is_free) return "in other hands";
  return seen.is_elsewhere ? "elsewhere" : "over budget";
}

export interface Settled {
  state: State;
  /** What the call has cost. */
  tokens: number;
  tries: number;
  /** When it may be asked about again. */
  freeAt?: number;
  text?: string;
  model?: string;
  reason?: string;
}

/** The end of a call: its answer is kept, if it is still its call, and the day is given back what it did not take. */
export const settle = (ctx: Ctx, call: Call, settled: Settled) => {
  const { state, tokens, tries, freeAt = 0, text = null, model = null, reason = null } = settled;
  return ctx.db.write(
    sql`UPDATE description_rows AS d SET state = ${state}, tries = ${tries}, free_at = ${freeAt},
      text = ${text}, model = ${model}, reason = ${reason}
      WHERE ${calledSql(call)} AND d.state = 'asked' AND d.call = ${call.id}`,
    sql`UPDATE token_days SET tokens = tokens + ${tokens - call.reserved} WHERE day = ${call.day}`,
    tokensSql(call.taskId, tokens),
  );
};

/** In the transaction that writes the rows: those that were written, and those that somebody else had filled. */
export const writtenSql = (part: Part, ids: ReadonlySet<number>): Sql =>
  sql`UPDATE description_rows AS d SET state = iif(d.row_id IN (SELECT value FROM json_each(${JSON.stringify([...ids])})),
      'described', 'skipped') WHERE ${partSql(part)} AND d.state = 'answered'`;

/** Those that a run has described, from a place on. */
export const describedOf = (ctx: Ctx, { taskId, entity, from, size }: Part) =>
  ctx.db.rows<Standing>(
    sql`SELECT ${STANDING} FROM description_rows d WHERE d.task_id = ${taskId} AND d.entity = ${entity.name}
      AND d.place >= ${from} AND d.state = 'described' ORDER BY d.place LIMIT ${size}`,
  );

/** In the transaction that takes their descriptions away. */
export const undoneSql = (taskId: string, entity: Entity, places: readonly number[]): Sql =>
  sql`UPDATE description_rows SET state = 'undone' WHERE task_id = ${taskId} AND entity = ${entity.name}
    AND place IN (SELECT value FROM json_each(${JSON.stringify(places)}))`;
