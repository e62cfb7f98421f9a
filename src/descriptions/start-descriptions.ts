/** Starts a run of descriptions, or tells what one would do without asking any model. */
import type { Entity, EntityRow } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError } from "../platform/errors.ts";
import type { Language } from "../platform/i18n.ts";
import { STAND_IN_KEY } from "../platform/openai-variables.ts";
import { Reply } from "../platform/respond.ts";
import type { Row } from "../platform/sql.ts";
import { askStep, insertTaskSql } from "../tasks/index.ts";
import { estimateOf } from "./count-tokens.ts";
import { DESCRIBED, type DescribeInput, NOT_CONFIGURED } from "./describe-task.ts";
import type { DryRun, ENTITY_NAMES, GenerateBody } from "./descriptions.schema.ts";
import { promptOf } from "./prompts.ts";
import {
  type Choice,
  type Counted,
  countRowsSql,
  firstRowsSql,
  insertRowsSql,
  MOST_ROWS,
} from "./rows.store.ts";

const LABEL = "Descriptions";

const languageOf = ({ language }: GenerateBody) => language ?? "uz";

interface Asked {
  chosen: readonly Entity[];
  choice: Choice;
}

const askedOf = ({ entities, limit, codes }: GenerateBody): Asked => ({
  chosen: DESCRIBED.filter(({ name }) => entities?.some((one) => one === name) ?? true),
  choice: { limit: Math.min(limit ?? MOST_ROWS, MOST_ROWS), codes: codes ?? undefined },
});

async function start(ctx: Ctx, body: GenerateBody): Promise<Reply> {
  await ctx.db.admit();
  const { OPENAI_API_KEY: key } = ctx.config;
  if (!key) throw new ApiError(503, { detail: NOT_CONFIGURED });
  const { chosen, choice } = askedOf(body);
  const input: DescribeInput = { language: languageOf(body), words: ctx.language };
  const id = crypto.randomUUID();
  const task = { id, kind: "descriptions", label: LABEL, input, message: `${LABEL} started` } as const;
  const answers = await ctx.db.write<Row[]>(
    insertTaskSql(ctx, task),
    ...chosen.map((entity) => insertRowsSql(id, entity, choice)),
    countRowsSql(id),
  );
  await askStep(ctx, id);
  const counted = (answers.at(-1) ?? []) as Counted[];
  const selected = counted.reduce((sum, { n }) => sum + n, 0);
  const by = key === STAND_IN_KEY ? " (by the emulator, not by a model)" : "";
  return new Reply(202, {
    task_id: id,
    status: "started",
    message: `${LABEL} started for ${selected} rows${by}`,
    selected,
  });
}

const FIRST_CODES = 100;
const FIRST_PROMPTS = 5;

interface First {
  entity: Entity;
  row: EntityRow;
}

interface Sample {
  entity: Entity;
  selected: number;
  rows: EntityRow[];
}

const codeOf = ({ entity, row }: First) => String(row[entity.key]);

/** Those that were read stand for the others of their entity. */
function estimated({ entity, selected, rows }: Sample, language: Language): number {
  const tokens = rows.map((row) => estimateOf(promptOf(entity, row, language)));
  return (selected * tokens.reduce((sum, one) => sum + one, 0)) / Math.max(1, rows.length);
}

/** Nothing is read that is not shown or needed for the estimate. */
async function rehearse(ctx: Ctx, body: GenerateBody): Promise<Reply> {
  const { chosen, choice } = askedOf(body);
  const language = languageOf(body);
  const answers = await ctx.db.read<Row[]>(
    ...chosen.flatMap((entity) => firstRowsSql(entity, choice, FIRST_CODES)),
  );
  const samples = chosen.map((entity, index): Sample => {
    const [counted = [], rows = []] = answers.slice(2 * index, 2 * index + 2);
    return { entity, selected: Number(counted[0]?.["n"]), rows: rows as EntityRow[] };
  });
  const first = samples
    .flatMap(({ entity, rows }) => rows.map((row): First => ({ entity, row })))
    .slice(0, FIRST_CODES);
  const told: DryRun = {
    selected: samples.reduce((sum, { selected }) => sum + selected, 0),
    codes: first.map(codeOf),
    prompts: first.slice(0, FIRST_PROMPTS).map((one) => ({
      entity: one.entity.name as (typeof ENTITY_NAMES)[number],
      code: codeOf(one),
      messages: promptOf(one.entity, one.row, language),
    })),
    estimated_tokens: Math.round(samples.reduce((sum, one) => sum + estimated(one, language), 0)),
  };
  return new Reply(200, told);
}

export const generate = (ctx: Ctx, body: GenerateBody): Promise<Reply> =>
  body.dry_run ? rehearse(ctx, body) : start(ctx, body);
