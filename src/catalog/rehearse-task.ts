/** A rehearsal in pieces: what a code came to in one piece is parked for the later pieces that have it again. */
import { createHash } from "node:crypto";
import type { Ctx } from "../platform/context.ts";
import { parkedAt, TaskFailure } from "../tasks/index.ts";
import type { Entity, EntityRow } from "./entity.ts";
import type { ExcelRow } from "./excel-rows.ts";
import { keyOf, type Rehearsal } from "./plan-rows.ts";

/** A longer code is remembered by its digest, so that the memory of all codes is bounded. */
const LONG_CODE = 40;

const codeOf = (entity: Entity, { values }: ExcelRow) =>
  String(values[entity.key] ?? "")
    .trim()
    .toWellFormed();

const remembered = (code: string) =>
  code.length > LONG_CODE ? createHash("sha256").update(code).digest("base64") : code;

/** While a file is read: in which piece each code was last, and which pieces are asked for again. */
export class Recurrences {
  readonly #entity: Entity;
  readonly #last = new Map<string, number>();
  readonly pieces = new Set<number>();

  constructor(entity: Entity) {
    this.#entity = entity;
  }

  mark(rows: readonly ExcelRow[], piece: number): void {
    for (const row of rows) {
      const code = remembered(codeOf(this.#entity, row));
      if (!code) continue;
      const before = this.#last.get(code);
      this.#last.set(code, piece);
      if (before === undefined || before === piece) continue;
      row.before = before;
      this.pieces.add(before);
    }
  }
}

const statesPath = (id: string, piece: number) => parkedAt(id, `states-${piece}.json`);

type Parked = [key: string, row: EntityRow][];

/** What earlier pieces made of the codes of these rows; one piece's states are in memory at a time. */
export async function statesBefore(
  ctx: Ctx,
  id: string,
  { entity, projectId }: { entity: Entity; projectId: number | null },
  rows: readonly ExcelRow[],
): Promise<Rehearsal> {
  const wanted = new Map<number, Set<string>>();
  for (const row of rows) {
    if (row.before === undefined) continue;
    const keys = wanted.get(row.before) ?? new Set();
    wanted.set(row.before, keys.add(keyOf(codeOf(entity, row), projectId ?? 0)));
  }
  const states: Rehearsal = new Map();
  for (const [piece, keys] of wanted) {
    const parked = await ctx.files.get(statesPath(id, piece));
    if (!parked) throw new TaskFailure("The parked rows are no longer there");
    for (const [key, row] of await parked.json<Parked>())
      if (keys.has(key)) states.set(key, { before: row, row });
  }
  return states;
}

export async function parkStates(ctx: Ctx, id: string, piece: number, states: Rehearsal): Promise<void> {
  const parked: Parked = Array.from(states, ([key, { row }]) => [key, row]);
  await ctx.files.put(statesPath(id, piece), JSON.stringify(parked));
}
