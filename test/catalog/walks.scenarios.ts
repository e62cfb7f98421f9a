/** Ten thousand rows walked in three ways, many of one age, while rows come and go; and pages far from the beginning. */
import { beforeAll, describe, expect, test } from "vitest";
import { Dice } from "../../workers/emulators/dice.ts";
import {
  asOperator,
  bulk,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fill,
  get,
  inside,
  list,
  one,
  type Page,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
  startIdsAfter,
} from "./api.ts";

const COUNT = 10_000;
const BRANDS = ["Nestle", "Bahor", null, "", "Ёлка"];
const seed = Date.now() % 2 ** 31;

const rowFor = (index: number, dice: Dice): Row => ({
  code_1c: `w-${dice.between(0, 99)}-${index}`,
  name: `Nom ${dice.between(0, 400)}`,
  brand: dice.pick(BRANDS),
  base_price: dice.pick([null, "0.00", "5.00", "-1.00", String(dice.between(0, 900))]),
  is_active: dice.between(0, 4) > 0,
  project: dice.pick(["W1", "W1", "W2", null]),
});

/** The live rows as the table has them, in the order of their ids. */
const liveRows = (where = "1") =>
  sql(
    `SELECT id, name, code_1c, brand, base_price, created_at FROM nomenklatura WHERE is_deleted = 0 AND ${where} ORDER BY id`,
  );
const idsOf = (rows: readonly Row[]): number[] => rows.map(({ id }) => id);

type Way = "next" | "previous";
type Between = (page: Page, number: number) => Promise<void>;

/** The ids of every page, as they were when each was read. */
async function walk(
  from: string,
  way: Way = "next",
  between?: Between,
): Promise<{ ids: number[]; last: Page; first: Page }> {
  let page = await list(from);
  const first = page;
  const pages = [idsOf(page.results)];
  for (let number = 1; page[way]; number++) {
    await between?.(page, number);
    page = await list(inside(page[way]));
    pages.push(idsOf(page.results));
  }
  return { ids: (way === "next" ? pages : pages.reverse()).flat(), last: page, first };
}

beforeAllOf("a walk of ten thousand rows", () => {
  const newest = async () => idsOf(await liveRows()).reverse();

  test.each(["page_size=100", "limit=100", "cursor=&page_size=100"])(
    "by page, by offset and by cursor sees each row once, the newest first, with one count: %s",
    async (query) => {
      const expected = await newest();
      expect(expected.length).toBeGreaterThan(COUNT * 0.9);
      const { ids, first, last } = await walk(`${PRODUCTS}?${query}`);
      expect(ids).toEqual(expected);
      expect([first.count, last.count]).toEqual([expected.length, expected.length]);
    },
  );
  test("is through rows most of which are of one age", async () => {
    const ages = new Set((await liveRows()).map(({ created_at }) => created_at));
    expect(ages.size).toBeLessThan(30);
  });
  test.each([
    "",
    "created_at",
    "name",
    "-name",
    "code_1c",
    "-code_1c",
    "brand",
    "-base_price,name",
    "-created_at,brand",
    "is_active,-id",
  ])("by cursor and back by previous is the same walk, whatever the order: ordering=%s", async (ordering) => {
    const query = `${PRODUCTS}?ordering=${ordering}&${ordering.includes("active") ? "project=W2" : "is_active=false"}&page_size=100&cursor=`;
    const there = await walk(query);
    expect(new Set(there.ids).size).toBe(there.ids.length);
    expect(there.ids).toHaveLength(there.first.count);
    const back = await walk(inside(there.last.previous), "previous");
    expect([...back.ids, ...idsOf(there.last.results)]).toEqual(there.ids);
    expect(back.last.previous).toBeNull();
  });
  test.each(["", "created_at", "name", "-code_1c", "brand", "-base_price"])(
    "by cursor skips and repeats no row that stays, while others come and go: ordering=%s",
    async (ordering) => {
      const before = new Set(idsOf(await liveRows("is_active = 0")));
      const dice = new Dice(seed, ordering.length);
      const gone = new Set<number>();
      const between: Between = async ({ results }, number) => {
        if (number > 8) return;
        // Rows that were seen, that are to be seen, and the very one that the cursor stands on.
        const last = results.at(-1);
        const some = [last?.id, ...Array.from({ length: 20 }, () => dice.pick([...before]))];
        for (const id of some) gone.add(id);
        await sql(`UPDATE nomenklatura SET is_deleted = 1 WHERE id IN (${some.join()})`);
        await bulk(
          PRODUCTS,
          Array.from({ length: 20 }, (_, n) => ({
            ...rowFor(n, dice),
            is_active: false,
            code_1c: `new-${ordering}-${number}-${n}`,
          })),
        );
      };
      const { ids } = await walk(
        `${PRODUCTS}?ordering=${ordering}&is_active=false&page_size=90&cursor=`,
        "next",
        between,
      );
      expect(new Set(ids).size).toBe(ids.length);
      const seen = new Set(ids);
      const missed = [...before].filter((id) => !seen.has(id) && !gone.has(id));
      expect([seed, missed]).toEqual([seed, []]);
      await sql(`UPDATE nomenklatura SET is_deleted = 0 WHERE id IN (${[...gone].join()})`);
    },
  );
  test.each(["description", "-notes", "metadata,-description"])(
    "by cursor over long texts has links that fit into an address: ordering=%s",
    async (ordering) => {
      const rows = Array.from({ length: 30 }, (_, n) => {
        const text = `${"ў".repeat(99)}${n % 3}${"ў".repeat(9000)}${n}`;
        const key = { code_1c: `long-${n}`, name: "long" };
        return { ...key, notes: `😀${text}`, description: text, metadata: { text } };
      });
      await bulk(PRODUCTS, rows);
      const there = await walk(`${PRODUCTS}?name_contains=long&ordering=${ordering}&page_size=7&cursor=`);
      expect(new Set(there.ids).size).toBe(30);
      expect(String(there.first.next).length).toBeLessThan(3000);
      const back = await walk(inside(there.last.previous), "previous");
      expect([...back.ids, ...idsOf(there.last.results)]).toEqual(there.ids);
    },
  );
  test("by cursor through one project and a search sees the rows of both", async () => {
    const expected = idsOf(
      await liveRows("project_id = (SELECT id FROM projects WHERE code_1c = 'W2') AND fold LIKE '%nom 12%'"),
    );
    const { ids } = await walk(
      `${PRODUCTS}?project=W2&search=nom,12&name_contains=nom 12&page_size=9&cursor=`,
    );
    expect(ids).toEqual(expected.reverse());
  });
  test("does not take a cursor of another order, nor one that was not made here", async () => {
    const { next } = await list(`${PRODUCTS}?cursor=&ordering=name`);
    const cursor = new URL(next ?? "").searchParams.get("cursor") ?? "";
    for (const query of [
      `cursor=${cursor}`,
      `cursor=${cursor}&ordering=-name`,
      `ordering=name&cursor=${cursor}x`,
      "cursor=WzFd",
    ])
      expect(await expecting(404, asOperator(`${PRODUCTS}?${query}`))).toEqual({ detail: "Invalid cursor" });
  });
});

beforeAllOf("a page far from the beginning", () => {
  const scopes: [string, string][] = [
    ["", "1"],
    ["project=W1", "project_id = 1"],
    ["project_id=2", "project_id = 2"],
    ["project_id=0", "project_id = 0"],
    ["is_active=true", "is_active = 1"],
    ["is_active=0", "is_active = 0"],
    ["is_active=1&project=W1", "is_active = 1 AND project_id = 1"],
    ["project=none", "0"],
  ];
  test.each(scopes)("is what walking to it would find, both ways: %s", async (query, where) => {
    const rising = idsOf(await liveRows(where));
    const dice = new Dice(seed, where.length);
    for (const [ordering, ids] of [
      ["created_at", rising],
      ["-id", rising.toReversed()],
    ] as const) {
      const ends = [0, 399, 400, 401, 402, ids.length - 1, ids.length, ids.length + 50];
      const offsets = [...ends, ...Array.from({ length: 6 }, () => dice.between(0, Math.max(0, ids.length)))];
      for (const offset of offsets.filter((at) => at >= 0)) {
        const limit = dice.between(1, 100);
        const page = await list(`${PRODUCTS}?${query}&ordering=${ordering}&limit=${limit}&offset=${offset}`);
        expect([seed, query, offset, page.count, idsOf(page.results)]).toEqual([
          seed,
          query,
          offset,
          ids.length,
          ids.slice(offset, offset + limit),
        ]);
      }
    }
  });
  test.each(scopes)(
    "by its number, and the last one, hold the rows that are left: %s",
    async (query, where) => {
      const falling = idsOf(await liveRows(where)).reverse();
      for (const size of [7, 20, 100]) {
        const pages = Math.max(1, Math.ceil(falling.length / size));
        const start = (pages - 1) * size;
        for (const page of ["last", String(pages)]) {
          const got: Page = await list(`${PRODUCTS}?${query}&page_size=${size}&page=${page}`);
          expect([query, idsOf(got.results), got.next]).toEqual([query, falling.slice(start), null]);
        }
        expect(
          await expecting(404, asOperator(`${PRODUCTS}?${query}&page_size=${size}&page=${pages + 1}`)),
        ).toEqual({ detail: "Invalid page." });
      }
    },
  );
  test("has links that keep every parameter, and none to a page that is not there", async () => {
    const page = await list(`${PRODUCTS}?page=30&is_active=true&x=1&project=W1`);
    expect(inside(page.next)).toBe(`${PRODUCTS}?is_active=true&page=31&project=W1&x=1`);
    expect(inside(page.previous)).toBe(`${PRODUCTS}?is_active=true&page=29&project=W1&x=1`);
    expect(inside((await list(`${PRODUCTS}?page=2`)).previous)).toBe(PRODUCTS);
    const alias = await list(`/api/v1/projects/?page_size=1&page=last`);
    expect([inside(alias.previous), alias.next]).toEqual(["/api/v1/projects/?page_size=1", null]);
  });
});

/** Both subjects read the same rows: ids across both sizes of blocks, a third of some ranges deleted. */
function beforeAllOf(title: string, tests: () => void): void {
  describe(title, () => {
    beforeAll(async () => {
      if ((await sql("SELECT 1 FROM projects WHERE code_1c = 'W1'")).length) return;
      await emptyCatalog();
      for (const code_1c of ["W1", "W2"]) await create(PROJECTS, { code_1c, name: code_1c });
      await startIdsAfter(entityOf("nomenklatura"), 12_000);
      await fill(
        PRODUCTS,
        Array.from({ length: COUNT }, (_, index) => rowFor(index, new Dice(seed, index))),
      );
      await sql("UPDATE nomenklatura SET is_deleted = 1 WHERE id % 1000 < 150 AND id % 3 = 0");
      expect((await get(one(PRODUCTS, rowFor(500, new Dice(seed, 500)).code_1c))).id).toBeGreaterThan(12_000);
    });
    tests();
  });
}
