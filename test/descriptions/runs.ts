/** Runs of descriptions with a stand-in and a queue of their own, and what they left. */
import { expect, inject, vi } from "vitest";
import { TaskState } from "../../src/tasks/tasks.schema.ts";
import {
  asOperator,
  CLIENTS,
  emptyCatalog,
  expecting,
  fill,
  fresh,
  get,
  one,
  PRODUCTS,
  type Row,
  sql,
} from "../catalog/api.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { statusPath } from "../tasks/imports.ts";
import { Line, type Trouble, type Waiting } from "../tasks/line.ts";
import { ask } from "../workers/door.ts";

export const GENERATE = "/api/v1/descriptions/generate/";
export const UNDO = "/api/v1/descriptions/undo/";
export const KEY = "sk-s3cret-0123456789-of-the-tests";

let count = 0;
let operator: Promise<string> | undefined;

export interface Counted {
  calls: number;
  tokens: number;
  prompts: { prompt: string; calls: number; answers: number; repeated: number }[];
}

export class DescribeLine extends Line {
  readonly base: string;
  variables: Record<string, unknown>;

  /** `switches` are the stand-in's. */
  constructor(switches = "", variables: Record<string, unknown> = {}) {
    super();
    this.base = `${inject("standIns")}/openai/label=test-${++count}${switches && `;${switches}`}`;
    this.variables = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: this.base, ...variables };
  }

  override bindings(trouble: Trouble = {}) {
    const { replaced, isOver } = super.bindings(trouble);
    return { replaced: { ...replaced, ...this.variables }, isOver };
  }

  async post(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
    operator ??= cheapPerson("operator").then((who) => tokenOf(who));
    return ask(path, { method: "POST", token: await operator, body, headers, env: this.bindings().replaced });
  }

  /** The task's id; its first step waits in the line. */
  async begin(body: unknown = {}, headers: Record<string, string> = {}): Promise<string> {
    const { status, json, text } = await this.post(GENERATE, body, headers);
    expect(status, text).toBe(202);
    return json.task_id;
  }

  /** As a queue would, whose clock is moved on instead of waited for; `deliver` may be more than one delivery. */
  async runDown(deliver: (message: Waiting) => Promise<unknown> = (message) => this.deliver(message)) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      for (let message = this.waiting[0]; message; message = this.waiting[0]) {
        vi.setSystemTime(Date.now() + 1000 * (message.delaySeconds ?? 0));
        await deliver(message);
      }
    } finally {
      vi.useRealTimers();
    }
  }

  async whole(body: unknown = {}): Promise<TaskState> {
    const id = await this.begin(body);
    await this.runDown();
    return stateOf(id);
  }

  async counted(): Promise<Counted> {
    return (await (await fetch(`${this.base}/calls`)).json()) as Counted;
  }
}

/** The status object, held against its schema and against itself. */
export async function stateOf(id: string): Promise<TaskState> {
  const state = TaskState.parse(await expecting(200, asOperator(statusPath(id))));
  const { updated, errors, skipped = Number.NaN, processed, total, item_errors, item_errors_total } = state;
  expect([state.sync_type, state.integration, state.created, state.unchanged]).toEqual([
    ...["descriptions", null],
    ...[0, 0],
  ]);
  expect(updated + errors + skipped).toBe(processed);
  expect(processed).toBeLessThanOrEqual(total);
  expect([item_errors_total, item_errors.length]).toEqual([
    errors + skipped,
    Math.min(100, errors + skipped),
  ]);
  return state;
}

/** So many products without a description; answers their codes. */
export async function products(
  rows: number,
  columns: (index: number) => Row = () => ({}),
): Promise<string[]> {
  const prefix = fresh("d");
  const codes = Array.from({ length: rows }, (_, index) => `${prefix}-${index}`);
  await fill(
    PRODUCTS,
    codes.map((code_1c, index) => ({
      code_1c,
      name: `Mahsulot ${code_1c}.`,
      brand: "Bahor",
      ...columns(index),
    })),
  );
  return codes;
}

export async function clients(rows: number, columns: Row = {}): Promise<string[]> {
  const prefix = fresh("e");
  const codes = Array.from({ length: rows }, (_, index) => `${prefix}-${index}`);
  await fill(
    CLIENTS,
    codes.map((client_code_1c) => ({ client_code_1c, name: `Firma ${client_code_1c}.`, ...columns })),
  );
  return codes;
}

export const product = (code: string): Promise<Row> => get(one(PRODUCTS, code));

export const rowsOf = (id: string): Promise<Row[]> =>
  sql("SELECT * FROM description_rows WHERE task_id = ? ORDER BY entity DESC, place", id);

export const spentTokens = async (): Promise<number> =>
  Number((await sql("SELECT ifnull(sum(tokens), 0) AS n FROM token_days"))[0].n);

/** As if nothing had ever been described: row ids begin anew, and what is kept of runs names rows by them. */
export async function beginAnew(): Promise<void> {
  await emptyCatalog();
  for (const table of ["description_rows", "token_days"]) await sql(`DELETE FROM ${table}`);
}
