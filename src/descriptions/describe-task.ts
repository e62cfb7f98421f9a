/** A run of descriptions as a task: each piece is asked about, and then written in one transaction. */
import { changeRows, type Entity, entities } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { message } from "../platform/i18n.ts";
import {
  type Fetched,
  type ItemError,
  type PieceCounts,
  TaskFailure,
  type TaskKind,
  type TaskRow,
  Wait,
} from "../tasks/index.ts";
import { type Languages, ModelAsker } from "./ask-model.ts";
import { describe } from "./provenance.ts";
import {
  type Counted,
  countRowsSql,
  isOpen,
  type Part,
  type PartRow,
  rowsOf,
  type Standing,
  standingsOf,
  writtenSql,
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
    if (left < own) return { taskId: task.id, entity, from: left * PIECE_ROWS, size: PIECE_ROWS };
    left -= own;
  }
  throw new Error(`Task ${task.id} has no piece ${piece}`);
}

/** Clocks tell whole seconds in messages. */
const SECOND_MS = 1000;

/** Rows that wait for another try, or that somebody else asks about, are waited for. */
function expectAnswers(standings: readonly Standing[], skipped: ReadonlyMap<number, unknown>): void {
  const open = standings.filter((one) => isOpen(one) && !skipped.has(one.place));
  if (open.length) throw new Wait(Math.max(Date.now() + SECOND_MS, ...open.map(({ free_at }) => free_at)));
}

const work: TaskKind["work"] = async (ctx, task, piece, done) => {
  const languages = JSON.parse(task.input) as DescribeInput;
  if (!ctx.config.OPENAI_API_KEY) throw new TaskFailure(NOT_CONFIGURED.in(languages.words));
  const part = partOf(task, piece);
  const rows = await rowsOf(ctx, part);
  const asker = new ModelAsker(ctx, part, languages);
  await asker.ask(rows);
  const standings = await standingsOf(ctx, part);
  expectAnswers(standings, asker.skipped);
  const ended = { rows, standings, asker };
  const answers = new Map(standings.flatMap((one) => (one.state === "answered" ? [[one.row_id, one]] : [])));
  await changeRows(
    ctx,
    part.entity,
    [...answers.keys()],
    (row) => {
      const { text, model } = answers.get(row.id) ?? {};
      return text && model ? describe(row, text, model, ctx.now) : undefined;
    },
    (written) => [...done(countsOf(part, ended, written, languages)), writtenSql(part, written)],
  );
};

interface Ended {
  rows: readonly PartRow[];
  standings: readonly Standing[];
  asker: ModelAsker;
}

function countsOf(part: Part, ended: Ended, written: ReadonlySet<number>, { words }: Languages): PieceCounts {
  const codes = new Map(ended.rows.map(({ row }) => [row.id, String(row[part.entity.key])]));
  const filled = message("Skipped: the row has got a description meanwhile.");
  const errors: ItemError[] = [];
  const skipped: ItemError[] = [];
  for (const { place, row_id, state, reason } of ended.standings) {
    const item = { item: null, code: codes.get(row_id) ?? null };
    if (state === "failed") errors.push({ ...item, error: reason ?? "" });
    else if (!written.has(row_id))
      skipped.push({ ...item, error: (ended.asker.skipped.get(place) ?? filled).in(words) });
  }
  const processed = ended.standings.length;
  return { processed, created: 0, updated: written.size, unchanged: 0, errors, skipped };
}

export const descriptionsKind: TaskKind = { fetch, work };
