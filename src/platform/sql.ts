/** D1 as one counted door: reads carry the caller's own row, nothing is written before the caller is admitted. */
import sql, { raw, type Sql } from "sql-template-tag";

export type Row = Record<string, unknown>;

/** LIMIT with its number written out: where it is bound, SQLite compiles the whole statement anew for each call. */
export function limited(rows: number): Sql {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new Error(`${rows} is no number of rows`);
  return raw(`LIMIT ${rows}`);
}

export interface DbStats {
  trips: number;
  queries: number;
  rowsRead: number;
  rowsWritten: number;
  ms: number;
}

/** A statement that rides in the first round trip, and what decides on its answer (it throws a refusal). */
export interface Rider {
  statement: Sql | undefined;
  admit(rows: Row[]): void;
  /** The same decision in SQL; absent where it cannot be told so. */
  condition: Sql | undefined;
}

/** Statements that have an effect only where the condition holds, which is that the caller is admitted. */
export type Conditional = (admitted: Sql) => Sql[];

/** A write met a row that was there already; `column` as SQLite names it: "users.username". */
export const isDuplicate = (fault: unknown, column: string): boolean =>
  fault instanceof Error && fault.message.includes(`UNIQUE constraint failed: ${column}`);

export class Db {
  readonly stats: DbStats = { trips: 0, queries: 0, rowsRead: 0, rowsWritten: 0, ms: 0 };
  readonly #d1: D1Database;
  #rider: Rider | undefined;

  constructor(d1: D1Database, rider?: Rider) {
    this.#d1 = d1;
    this.#rider = rider;
  }

  /** The counts as the log names them. */
  get logged() {
    const { trips, queries, rowsRead, rowsWritten } = this.stats;
    return { trips, queries, rows_read: rowsRead, rows_written: rowsWritten };
  }

  /** Decides on the caller now, with a round trip of its own if no read has carried it yet. */
  async admit(): Promise<void> {
    if (this.#rider) await this.read();
  }

  /** One round trip. The rows are thrown away with the refusal if the caller may not have them. */
  async read<T extends Row[]>(...statements: Sql[]): Promise<{ [K in keyof T]: T[K][] }> {
    const rider = this.#rider;
    const riding = rider?.statement ? [...statements, rider.statement] : statements;
    const answers = riding.length ? await this.#run(riding) : [];
    if (rider) {
      rider.admit(rider.statement ? (answers.pop() ?? []) : []);
      this.#rider = undefined;
    }
    return answers as { [K in keyof T]: T[K][] };
  }

  /** The same, and what can be written at once: of a caller who is not admitted, or whose condition is unknown, nothing. */
  async readAndWrite<T extends Row[]>(reads: Sql[], write: Conditional | undefined) {
    const admitted = this.#rider ? this.#rider.condition : sql`1`;
    const writes = (admitted && write?.(admitted)) ?? [];
    const answers = await this.read<Row[]>(...reads, ...writes);
    const written = answers.splice(reads.length);
    return { answers: answers as { [K in keyof T]: T[K][] }, written };
  }

  async rows<T extends Row>(statement: Sql): Promise<T[]> {
    const [rows] = await this.read<[T]>(statement);
    return rows;
  }

  async first<T extends Row>(statement: Sql): Promise<T | undefined> {
    return (await this.rows<T>(statement))[0];
  }

  /** One round trip and one transaction, for an admitted caller. */
  async write<T extends Row[]>(...statements: Sql[]): Promise<{ [K in keyof T]: T[K][] }> {
    await this.admit();
    return (await this.#run(statements)) as { [K in keyof T]: T[K][] };
  }

  async #run(statements: Sql[]): Promise<Row[][]> {
    const prepared = statements.map((one) => this.#d1.prepare(one.sql).bind(...one.values));
    const [single] = prepared;
    const started = Date.now();
    const answers =
      single && prepared.length === 1 ? [await single.all<Row>()] : await this.#d1.batch<Row>(prepared);
    this.stats.ms += Date.now() - started;
    this.stats.trips += 1;
    for (const { meta } of answers) {
      this.stats.queries += 1;
      this.stats.rowsRead += meta.rows_read ?? 0;
      this.stats.rowsWritten += meta.rows_written ?? 0;
    }
    return answers.map((answer) => answer.results);
  }
}
