/** The rows of a run: chosen when it begins, asked about by one call at a time, and what became of each. */
import sql, { raw, type Sql } from "sql-template-tag";
import type { Entity, EntityRow } from "../catalog/index.ts";
import { formatStamp, microseconds } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Row } from "../platform/sql.ts";
import { limited } from "../platform/sql.ts";
import { itemDoneSql, tokensSql } from "../tasks/index.ts";
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
      WHERE t.is_deleted = 0 AND t.is_active = 1 AND t.has_description = 0 ORDER BY t.id ${limited(limit)}`;
  return sql`SELECT id FROM ${raw(table)} INDEXED BY ${raw(`${table}_undescribed`)}
    WHERE has_description = 0 AND is_active = 1 AND is_deleted = 0 ORDER BY id ${limited(limit)}`;
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

/** new: also one that waits for another try. */
type State = "new" | "asked" | "failed" | "skipped" | "described" | "undone";

/** Where a row stands in its run. */
export type Standing = {
  place: number;
  row_id: number;
  state: State;
  free_at: number;
  tries: number;
  text: string | null;
};

export const isOpen = ({ state }: Standing) => state === "new" || state === "asked";

/** The rows of a run that lie together in one entity. */
export interface Part {
  taskId: string;
  piece: number;
  entity: Entity;
  from: number;
  size: number;
}

const partSql = ({ taskId, entity, from, size }: Part): Sql =>
  sql`d.task_id = ${taskId} AND d.entity = ${entity.name} AND d.place >= ${from} AND d.place < ${from + size}`;

const STANDING = raw("d.place, d.row_id, d.state, d.free_at, d.tries, d.text");

/** A row of the catalogue as it is now, and where it stands in its run. */
export interface PartRow {
  row: EntityRow;
  standing: Standing;
}

export async function rowsOf(ctx: Ctx, part: Part): Promise<PartRow[]> {
  const [standings, rows] = await ctx.db.read<[Standing, EntityRow]>(
    sql`SELECT ${STANDING} FROM description_rows d WHERE ${partSql(part)} ORDER BY d.place`,
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
  entity: Entity;
  place: number;
  /** Tokens. */
  reserved: number;
  day: string;
}

export const tokenDay = (ms: number) => formatStamp(microseconds(ms)).slice(0, 10);

/** A call that has not come to its end by then never will: its Worker is gone. */
const LEASE_MS = 2 * DEADLINE_MS;

const calledSql = ({ taskId, entity, place }: Call): Sql =>
  sql`d.task_id = ${taskId} AND d.entity = ${entity.name} AND d.place = ${place}`;

const IS_OPEN = raw("d.state IN ('new', 'asked')");

/** Another run that has not ended asks about the same row. */
const isElsewhere = (nowMs: number): Sql =>
  sql`EXISTS (SELECT 1 FROM description_rows o JOIN tasks k ON k.id = o.task_id
    WHERE o.entity = d.entity AND o.row_id = d.row_id AND o.task_id <> d.task_id
      AND o.state = 'asked' AND o.free_at > ${nowMs} AND k.ended_at IS NULL)`;

const goesOn = (taskId: string): Sql =>
  sql`EXISTS (SELECT 1 FROM tasks WHERE id = ${taskId} AND ended_at IS NULL AND cancelled = 0)`;

const isBlank = ({ entity }: Call): Sql =>
  sql`EXISTS (SELECT 1 FROM ${raw(entity.table)} t
    WHERE t.id = d.row_id AND t.has_description = 0 AND t.is_deleted = 0 AND t.is_active = 1)`;

export type Claim = "claimed" | "over budget" | "crowded" | "elsewhere" | "changed" | "not now";

type Seen = Record<"is_free" | "is_blank" | "is_elsewhere" | "others", number>;

/**
 * One transaction decides whose call it is and reserves its tokens of the day, where they fit; whoever is not the one
 * learns why. A call before it that was never ended has cost what it had reserved, and was a try.
 */
export async function claim(ctx: Ctx, call: Call, nowMs: number): Promise<Claim> {
  const { reserved, day, id, taskId } = call;
  const budget = ctx.config.AI_DAILY_TOKEN_BUDGET;
  const spent = sql`ifnull((SELECT tokens FROM token_days WHERE day = ${day}), 0)`;
  const fits = budget ? sql`${spent} + ${reserved} <= ${budget}` : sql`true`;
  const isFree = sql`${IS_OPEN} AND d.free_at <= ${nowMs} AND ${goesOn(taskId)}`;
  const mayBe = sql`${isFree} AND ${isBlank(call)} AND NOT ${isElsewhere(nowMs)} AND ${fits}`;
  const [, [claimed], , [seen]] = await ctx.db.write<[Row, Row, Row, Seen]>(
    sql`UPDATE tasks SET tokens = tokens + lapsed.reserved FROM
      (SELECT d.reserved FROM description_rows d WHERE ${calledSql(call)} AND d.state = 'asked' AND ${mayBe}) lapsed
      WHERE tasks.id = ${taskId}`,
    sql`UPDATE description_rows AS d SET tries = tries + (state = 'asked'), state = 'asked', call = ${id},
      reserved = ${reserved}, free_at = ${nowMs + LEASE_MS} WHERE ${calledSql(call)} AND ${mayBe} RETURNING place`,
    sql`INSERT INTO token_days (day, tokens) SELECT ${day}, ${reserved}
      FROM description_rows d WHERE ${calledSql(call)} AND d.call = ${id}
      ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens`,
    sql`SELECT ${isFree} AS is_free, ${isBlank(call)} AS is_blank, ${isElsewhere(nowMs)} AS is_elsewhere,
        (SELECT count(*) FROM description_rows o WHERE o.state = 'asked' AND o.free_at > ${nowMs}) AS others
      FROM description_rows d WHERE ${calledSql(call)}`,
  );
  if (claimed) return "claimed";
  if (!seen?.is_free) return "not now";
  if (!seen.is_blank) return "changed";
  if (seen.is_elsewhere) return "elsewhere";
  return seen.others ? "crowded" : "over budget";
}

/** What a row has come to, with the reason where it is not described. */
export interface End {
  state: "described" | "failed" | "skipped";
  /** Of the row, as people know it. */
  code: string;
  reason?: string | undefined;
  /** As it is written to the row. */
  text?: string | undefined;
}

/** The end of a row that nobody is asked about, for the transaction of its piece. */
export const endedSql = (part: Part, place: number, { state, code, reason }: End): Sql[] => [
  sql`UPDATE description_rows SET state = ${state}, reason = ${reason ?? null} WHERE task_id = ${part.taskId} AND entity = ${part.entity.name}
    AND place = ${place}`,
  ...itemDoneSql(part.taskId, { piece: part.piece, place }, { state, code, reason }),
];

/** Undoes the batch where the call is not the row's any more. */
const heldSql = (call: Call): Sql =>
  sql`INSERT INTO guards (ok) SELECT 0 WHERE NOT EXISTS
    (SELECT 1 FROM description_rows d WHERE ${calledSql(call)} AND d.state = 'asked' AND d.call = ${call.id})`;

/** The day is given back what the call did not take. */
const paidSql = (call: Call, tokens: number): Sql[] => [
  sql`UPDATE token_days SET tokens = tokens + ${tokens - call.reserved} WHERE day = ${call.day}`,
  tokensSql(call.taskId, tokens),
];

/** The end of a call, and with it of its row. */
export const settledSql = (call: Call, piece: number, tokens: number, end: End): Sql[] => [
  heldSql(call),
  sql`UPDATE description_rows AS d SET state = ${end.state}, text = ${end.text ?? null}, reason = ${end.reason ?? null} WHERE ${calledSql(call)}`,
  ...paidSql(call, tokens),
  ...itemDoneSql(call.taskId, { piece, place: call.place }, end),
];

/** The end of a call after which the row waits for another; `all`: nobody of that part is asked about before. */
export const postponedSql = (
  call: Call,
  tokens: number,
  { tries, freeAt }: Pick<Standing, "tries"> & { freeAt: number },
  all?: Part,
): Sql[] => [
  heldSql(call),
  sql`UPDATE description_rows AS d SET state = 'new', tries = ${tries}, free_at = ${freeAt} WHERE ${calledSql(call)}`,
  ...(all
    ? [
        sql`UPDATE description_rows AS d SET free_at = max(free_at, ${freeAt}) WHERE ${partSql(all)} AND d.state = 'new'`,
      ]
    : []),
  ...paidSql(call, tokens),
];

/** The open rows of a part have all their tries again. */
export const anewSql = (part: Part): Sql =>
  sql`UPDATE description_rows AS d SET tries = 0, free_at = 0 WHERE ${partSql(part)} AND d.state = 'new'`;

/** Those that a run has described, from a place on. */
export const describedOf = (ctx: Ctx, { taskId, entity, from, size }: Omit<Part, "piece">) =>
  ctx.db.rows<Standing>(
    sql`SELECT ${STANDING} FROM description_rows d WHERE d.task_id = ${taskId} AND d.entity = ${entity.name}
      AND d.place >= ${from} AND d.state = 'described' ORDER BY d.place ${limited(size)}`,
  );

/** In the transaction that takes their descriptions away. */
export const undoneSql = (taskId: string, entity: Entity, places: readonly number[]): Sql =>
  sql`UPDATE description_rows SET state = 'undone' WHERE task_id = ${taskId} AND entity = ${entity.name}
    AND place IN (SELECT value FROM json_each(${JSON.stringify(places)}))`;
