/** A run of descriptions as a task: each row is asked about and written by itself. */
import { type Entity, entities } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { type Language, message } from "../platform/i18n.ts";
import { COUNTED, type Fetched, TaskFailure, type TaskKind, type TaskRow, Wait } from "../tasks/index.ts";
import { type Languages, ModelAsker } from "./ask-model.ts";
import { whyNot } from "./provenance.ts";
import {
  type Counted,
  countRowsSql,
  type End,
  endedSql,
  isOpen,
  type Part,
  type PartRow,
  rowsOf,
} from "./rows.store.ts";

/** Those that can be described, in the order in which they are. */
export const DESCRIBED: readonly Entity[] = ["nomenklatura", "client"].flatMap((name) =>
  entities.filter((one) => one.name === name),
);

/** What a run is told when it is started. */
export type DescribeInput = Languages;

export const NOT_CONFIGURED = message(
  "Descriptions are not configured: set OPENAI_API_KEY to the key of a Chat Completions server.",
);

/** Few enough that a run moves on every few seconds, many enough that the slowest call of each holds up little. */
export const PIECE_ROWS = 20;

/** How many pieces each entity has. */
type Pieces = Record<string, number>;

/** The rows were chosen when the task was written: there is only to be counted. */
async function fetch(ctx: Ctx, task: TaskRow): Promise<Fetched> {
  const counted = await ctx.db.rows<Counted>(countRowsSql(task.id));
  const pieces: Pieces = Object.fromEntries(
    counted.map(({ entity, n }) => [entity, Math.ceil(n / PIECE_ROWS)]),
  );
  return {
    total: counted.reduce((sum, { n }) => sum + n, 0),
    pieces: Object.values(pieces).reduce((sum, n) => sum + n, 0),
    result: { pieces },
    emptyMessage: "Nothing is without a description",
  };
}

/** A piece is of one entity. */
function partOf(task: TaskRow, piece: number): Part {
  const { pieces } = JSON.parse(task.result) as { pieces: Pieces };
  let left = piece;
  for (const entity of DESCRIBED) {
    const own = pieces[entity.name] ?? 0;
    if (left < own) return { taskId: task.id, piece, entity, from: left * PIECE_ROWS, size: PIECE_ROWS };
    left -= own;
  }
  throw new Error(`Task ${task.id} has no piece ${piece}`);
}

/** Clocks tell whole seconds in messages. */
const SECOND_MS = 1000;
/** Until calls of others have given back what they did not take. */
const CROWDED_MS = 5000;

/** How the rows end that nobody was asked about; where others are still open, they are waited for. */
function endsOf(
  rows: readonly PartRow[],
  { skipped, isCrowded }: ModelAsker,
  { entity }: Part,
  words: Language,
) {
  const open = rows.filter(({ standing }) => isOpen(standing));
  const reasonOf = ({ row, standing }: PartRow) => skipped.get(standing.place) ?? whyNot(row);
  const waiting = open.filter((one) => !reasonOf(one)).map(({ standing }) => standing.free_at);
  if (waiting.length) {
    const soonest = Date.now() + (isCrowded ? CROWDED_MS : SECOND_MS);
    throw new Wait(Math.max(soonest, Math.min(...waiting)));
  }
  return open.map((one) => {
    const code = String(one.row[entity.key]);
    const end: End = { state: "skipped", code, reason: reasonOf(one)?.in(words) };
    return { place: one.standing.place, end };
  });
}

/** Each row is written when its answer comes; at the end of the piece only those are left that get none. */
const work: TaskKind["work"] = async (ctx, task, piece, done) => {
  const languages = JSON.parse(task.input) as DescribeInput;
  if (!ctx.config.OPENAI_API_KEY) throw new TaskFailure(NOT_CONFIGURED.in(languages.words));
  const part = partOf(task, piece);
  const asker = new ModelAsker(ctx, part, languages);
  const rows = await rowsOf(ctx, part);
  if (!rows.length) throw new TaskFailure("The run's rows are no longer kept: start a new one.");
  await asker.ask(rows);
  const ends = endsOf(await rowsOf(ctx, part), asker, part, languages.words);
  await ctx.db.write(...ends.flatMap(({ place, end }) => endedSql(part, place, end)), ...done(COUNTED));
};

export const descriptionsKind: TaskKind = { fetch, work };
