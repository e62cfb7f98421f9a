/** Kept counts and the search index are exact after every write, whatever was done before and by whichever door. */
import { beforeAll, describe, expect, test } from "vitest";
import { findDrift, isDrift } from "../../src/catalog/index.ts";
import { Db } from "../../src/platform/sql.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import { envWith } from "../workers/door.ts";
import {
  asOperator,
  bulk,
  change,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  list,
  one,
  type Row,
  sql,
  startIdsAfter,
} from "./api.ts";

const STEPS = 80;
const PROJECT_CODES = ["P1", "P2", "P3"] as const;
const NAMES = ["paxta", "пахта", "un", "guruch", "ёғ", "sement"];

/** What list_counts should hold, counted the plain way. */
const counted = (entity: string, table: string, ofProject: boolean) =>
  ["0", "id >> 14", "id >> 9"].flatMap((block, level) =>
    ["-1", ...(ofProject ? ["project_id"] : [])].map(
      (
        scope,
      ) => `SELECT '${entity}' AS entity, ${scope} AS project_id, is_active AS active, ${level} AS level,
        ${block} AS block, count(*) AS n FROM ${table} WHERE is_deleted = 0 GROUP BY 1, 2, 3, 4, 5`,
    ),
  );

async function expectExact(name: string, label: unknown): Promise<void> {
  const { table, ofProject } = entityOf(name);
  const parts = await Promise.all(counted(name, table, ofProject).map((text) => sql(text)));
  const kept = await sql("SELECT * FROM list_counts WHERE entity = ? AND n <> 0", name);
  const sorted = (rows: Row[]) =>
    rows.map((row) => JSON.stringify([row.project_id, row.active, row.level, row.block, row.n])).sort();
  expect([label, sorted(kept)]).toEqual([label, sorted(parts.flat())]);
  const live = await sql(`SELECT id FROM ${table} WHERE is_deleted = 0 ORDER BY id`);
  const indexed = await sql(`SELECT id FROM ${table}_fts_docsize ORDER BY id`);
  expect([label, indexed]).toEqual([label, live]);
}

interface Known {
  code: string;
  name: string;
  project: string;
  isActive: boolean;
  isDeleted: boolean;
}

/** The rows as they should be by now, and the next thing to do to them. */
class History {
  readonly #path: string;
  readonly #key: string;
  readonly #dice: Dice;
  readonly rows: Known[] = [];

  constructor(name: string, dice: Dice) {
    this.#path = `/api/v1/${name}/`;
    this.#key = entityOf(name).key;
    this.#dice = dice;
  }

  #address = ({ code }: Known) => one(this.#path, code);
  #body = ({ code, name, project, isActive }: Known) => ({
    [this.#key]: code,
    name,
    project,
    is_active: isActive,
  });

  #values() {
    const words = Array.from({ length: this.#dice.between(1, 2) }, () => this.#dice.pick(NAMES));
    return {
      name: words.join(" "),
      project: this.#dice.pick(PROJECT_CODES),
      isActive: this.#dice.between(0, 2) > 0,
    };
  }

  #new(): Known {
    const row = { code: `h-${this.rows.length}`, ...this.#values(), isDeleted: false };
    this.rows.push(row);
    return row;
  }

  async #create(): Promise<void> {
    await create(this.#path, this.#body(this.#new()));
  }

  async #change(row: Known): Promise<void> {
    const { name, project, isActive } = this.#values();
    const part = this.#dice.pick([{ name }, { project }, { isActive }, { name, project, isActive }, {}]);
    const sent = { ...part, ...("isActive" in part ? { is_active: part.isActive } : {}) };
    await expecting(row.isDeleted ? 404 : 200, change(this.#address(row), sent));
    if (!row.isDeleted) Object.assign(row, part);
  }

  async #remove(row: Known): Promise<void> {
    await expecting(row.isDeleted ? 404 : 204, asOperator(this.#address(row), { method: "DELETE" }));
    row.isDeleted = true;
  }

  /** Another project's row of the code stays what it was: codes are unique within one. */
  async #revive(row: Known): Promise<void> {
    if (!row.isDeleted) return;
    Object.assign(row, { name: this.#dice.pick(NAMES), isActive: true, isDeleted: false });
    await create(this.#path, this.#body(row));
  }

  async #bulk(): Promise<void> {
    const some = this.rows.filter(() => this.#dice.between(0, 3) === 0);
    for (const row of some) {
      const { name, isActive } = this.#values();
      Object.assign(row, { name, isActive, isDeleted: false });
    }
    const fresh = Array.from({ length: this.#dice.between(0, 12) }, () => this.#new());
    const { errors } = await bulk(this.#path, [...some, ...fresh, ...some.slice(0, 3)].map(this.#body));
    expect(errors).toEqual([]);
  }

  step(): Promise<void> {
    const row = this.rows.length ? this.#dice.pick(this.rows) : undefined;
    const kind = this.#dice.between(0, 9);
    if (!row || kind < 2) return this.#create();
    if (kind < 5) return this.#change(row);
    if (kind < 7) return this.#remove(row);
    return kind < 8 ? this.#revive(row) : this.#bulk();
  }
}

describe.each(["client", "nomenklatura"])("after any history of %s", (name) => {
  const path = `/api/v1/${name}/`;
  const seed = Date.now() % 2 ** 31;
  const history = new History(name, new Dice(seed, 1));
  const expectFound = async (rows: readonly Known[], query: string) => {
    const { count } = await list(`${path}?${query}`);
    expect([seed, query, count]).toEqual([seed, query, rows.length]);
  };

  beforeAll(async () => {
    await emptyCatalog();
    for (const code_1c of PROJECT_CODES) await create("/api/v1/project/", { code_1c, name: code_1c });
    // So that the ids cross the borders of blocks of both sizes.
    await startIdsAfter(entityOf(name), 16_350);
  });

  test("counts and search index hold what the rows say, at every step", async () => {
    for (let step = 0; step < STEPS; step++) {
      await history.step();
      if (step % 8 === 0) await expectExact(name, [seed, step]);
    }
    await expectExact(name, [seed, "end"]);
    expect(
      new Set((await sql(`SELECT id >> 14 AS block FROM ${entityOf(name).table}`)).map(({ block }) => block))
        .size,
    ).toBe(2);
  });
  test("lists count by project and is_active, and searches find the names of now and of no time before", async () => {
    const live = history.rows.filter(({ isDeleted }) => !isDeleted);
    await expectFound(live, "");
    for (const project of PROJECT_CODES)
      for (const isActive of [true, false])
        await expectFound(
          live.filter((row) => row.project === project && row.isActive === isActive),
          `project=${project}&is_active=${isActive}`,
        );
    for (const word of NAMES)
      await expectFound(
        live.filter((row) => row.name.split(" ").includes(word)),
        `search=${word}`,
      );
  });
  test("the nightly recount finds nothing to mend, and tells of a count or an index that is wrong", async () => {
    const ctx = { db: new Db(envWith({}).DB) };
    expect((await findDrift(ctx)).filter(isDrift)).toEqual([]);
    const { table } = entityOf(name);
    const [{ id }] = (await sql(`SELECT id FROM ${table} WHERE is_deleted = 0 LIMIT 1`)) as [Row];
    await sql(
      "UPDATE list_counts SET n = n + 1 WHERE entity = ? AND project_id = -1 AND level = 0 AND active = 1",
      name,
    );
    await sql(`DELETE FROM ${table}_fts WHERE rowid = ?`, id);
    await sql(`INSERT INTO ${table}_fts (rowid, fold) VALUES (999999, 'ghost')`);
    expect((await findDrift(ctx)).filter(isDrift)).toEqual([
      { entity: name, counts: 1, unsearchable: 1, ghosts: 1 },
    ]);
  });
});

test("projects are counted and found after they come and go", async () => {
  await emptyCatalog();
  const path = "/api/v1/project/";
  for (const [code_1c, name] of [
    ["a", "alfa"],
    ["b", "beta"],
    ["c", "gamma"],
  ])
    await create(path, { code_1c, name });
  await expecting(204, asOperator(one(path, "b"), { method: "DELETE" }));
  await expecting(200, change(one(path, "a"), { name: "delta", is_active: false }));
  await expectExact("project", "changed");
  await create(path, { code_1c: "b", name: "omega" });
  await bulk(path, [
    { code_1c: "c", is_active: false },
    { code_1c: "d", name: "d" },
  ]);
  await expectExact("project", "revived");
  for (const [query, count] of [
    ["", 4],
    ["is_active=false", 2],
    ["search=beta", 0],
    ["search=omega", 1],
    ["search=alfa", 0],
  ])
    expect([query, (await list(`${path}?${query}`)).count]).toEqual([query, count]);
});

test("two bulks at once, with changes and deletions beside them, leave counts and index exact", async () => {
  await emptyCatalog();
  const path = "/api/v1/nomenklatura/";
  const rows = (from: number, is_active: boolean) =>
    Array.from({ length: 200 }, (_, n) => ({ code_1c: `r-${from + n}`, name: `nom ${from + n}`, is_active }));
  await bulk(path, rows(0, true));
  const answers = await Promise.all([
    asOperator(`${path}bulk/`, { body: rows(50, false) }),
    asOperator(`${path}bulk/`, { body: rows(150, true) }),
    ...[60, 70, 160].map((n) => asOperator(one(path, `r-${n}`), { method: "DELETE" })),
    ...[61, 71].map((n) => change(one(path, `r-${n}`), { name: "boshqa", is_active: true })),
  ]);
  for (const { status } of answers) expect([200, 204, 409]).toContain(status);
  await expectExact("nomenklatura", "race");
});
