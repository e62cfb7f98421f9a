/** What requests cost by D1's own counters: the same at a hundred rows as at three thousand, in round trips and rows. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  asOperator,
  CLIENTS,
  type Cost,
  change,
  costOf,
  create,
  emptyCatalog,
  fill,
  fresh,
  one,
  PRODUCTS,
  PROJECTS,
} from "./api.ts";

/** The newest row is one of P1's in both sizes. */
const rowsFor = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({
    code_1c: `cost-${from + n}`,
    ...{
      name: `Nom ${((from + n) * 7919) % 100_003}`,
      brand: `b${(from + n) % 40}`,
      base_price: (from + n) % 500,
    },
    ...{ sku: `s${from + n}`, category: `c${(from + n) % 100}`, is_active: n % 3 > 0 },
    ...{ project: n % 10 ? "P1" : "P2", description: n % 50 ? "" : "<p>a</p>" },
  }));

const read = async (query: string, path = PRODUCTS): Promise<Cost> => {
  const received = await asOperator(`${path}${query}`);
  expect([query, received.status]).toEqual([query, 200]);
  return costOf(received);
};

const PAGE = 3 * 20 + 10;
/** Lists whose price is the page's own. */
const FLAT = [
  ...[
    "",
    "cursor=",
    "ordering=created_at",
    "ordering=-id",
    "is_active=true",
    "is_active=false",
    "project=P1",
  ],
  ...["project=P1&is_active=true", "project_id=1", "cursor=&project_id=1&is_active=0"],
];

const SIZES = [100, 3000] as const;
const seen: Record<string, number>[] = [];

describe.each(SIZES)("at %i rows", (size) => {
  const costs: Record<string, number> = {};
  beforeAll(async () => {
    if (size === SIZES[0]) {
      await emptyCatalog();
      for (const code_1c of ["P1", "P2"]) await create(PROJECTS, { code_1c, name: code_1c });
    }
    await fill(PRODUCTS, rowsFor(size === SIZES[0] ? 0 : SIZES[0], size));
    seen.push(costs);
  });

  test.each(FLAT)(
    "the first page of 20 is one round trip and at most 3 × 20 + 10 rows: %j",
    async (query) => {
      const { trips, rowsRead, rowsWritten } = await read(`?${query}`);
      costs[query] = rowsRead;
      expect([trips, rowsWritten]).toEqual([1, 0]);
      expect(rowsRead).toBeLessThanOrEqual(PAGE);
    },
  );
  test.each([
    ...["ordering=name", "ordering=-code_1c", "ordering=-name&cursor=", "ordering=code_1c&cursor="],
    // A tenth of the rows are P2's: a walk over everybody's would read ten times as many.
    ...["project=P2&ordering=name", "project=P2&ordering=-code_1c", "project_id=2&ordering=name&cursor="],
  ])("a page by code or name is one round trip and a few rows more: %s", async (query) => {
    const { trips, rowsRead } = await read(`?${query}`);
    // P2 has less than a page of the hundred rows.
    if (!/P2|project_id=2/.test(query)) costs[query] = rowsRead;
    expect(trips).toBe(1);
    expect(rowsRead).toBeLessThanOrEqual(PAGE + 20);
  });
  test("the next pages of a cursor cost what the first does", async () => {
    for (const ordering of ["", "name", "-code_1c"]) {
      let next: string | null = `?cursor=&ordering=${ordering}`;
      for (let page = 0; page < 4 && next; page++) {
        const received = await asOperator(`${PRODUCTS}${next}`);
        expect(costOf(received).rowsRead).toBeLessThanOrEqual(PAGE + 25);
        next = new URL(received.json.next).search;
      }
    }
  });
  test.each(["", "project=P1", "is_active=true", "project=P1&is_active=true"])(
    "a page in the middle and the last one are one round trip and at most 3,000 rows: %j",
    async (query) => {
      for (const page of [
        `page=last&page_size=7`,
        "page=2",
        `offset=${size - 40}`,
        `offset=${Math.floor(size / 2)}`,
      ]) {
        const received = await asOperator(`${PRODUCTS}?${query}&${page}`);
        const { trips, rowsRead } = costOf(received);
        expect([received.status, trips]).toEqual([200, 1]);
        expect(rowsRead).toBeLessThanOrEqual(1000);
      }
    },
  );
  test("a filter on an indexed column reads what matches it, and its count", async () => {
    for (const [query, matches] of [
      ["code_1c=cost-7", 1],
      ["sku=s7", 1],
      ["name=none", 0],
      ["brand=B7", size / 40],
      ["category=c7", size / 100],
      ["price_min=499", size / 500],
      ["price_max=-1", 0],
      ["code_1c=cost-7&ordering=-rating", 1],
      ["created_from=2200-01-01", 0],
    ] as const) {
      const { trips, rowsRead } = await read(`?${query}`);
      expect([query, trips]).toEqual([query, 1]);
      expect([query, rowsRead <= 5 * Math.ceil(matches) + 10]).toEqual([query, true]);
    }
  });
  test("one row by its code is one round trip and a few rows", async () => {
    const { trips, rowsRead } = await read("cost-7/");
    costs["one"] = rowsRead;
    expect(trips).toBe(1);
    expect(rowsRead).toBeLessThanOrEqual(10);
    expect((await read("cost-7/?project=P1")).rowsRead).toBeLessThanOrEqual(10);
  });
  test("a change of any kind is at most two round trips and 20 rows read", async () => {
    const address = one(PRODUCTS, "cost-9");
    const name = fresh("n");
    await change(address, { is_active: true, project: "P1" });
    for (const [what, body] of [
      ["name", { name }],
      ["the same", { name }],
      ["price", { base_price: "7.77" }],
      ["is_active off", { is_active: false }],
      ["is_active on", { is_active: true }],
      ["project", { project: "P2" }],
      ["project back", { project: "P1" }],
      [
        "everything",
        { name: fresh("n"), brand: fresh("b"), sku: fresh("s"), is_active: false, project_id: null },
      ],
      ["back again", { is_active: true, project: "P1" }],
    ] as const) {
      const { trips, rowsRead } = costOf(await change(address, body));
      costs[`PATCH ${what}`] = rowsRead;
      expect([what, trips <= 2, rowsRead <= 20, rowsRead]).toEqual([what, true, true, rowsRead]);
    }
  });
  test("a price that changes touches no index but its own, and no count", async () => {
    const received = await change(one(PRODUCTS, "cost-11"), { base_price: fresh("").length + 0.25 });
    // The row, the index of updated_at and that of the price.
    expect(costOf(received).rowsWritten).toBeLessThanOrEqual(4);
  });
  test("of many rows that change in different ways each touches its own indexes alone", async () => {
    const codes = Array.from({ length: 60 }, (_, n) => `cost-${n + 20}`);
    const rows = codes.map((code_1c, n) => ({
      code_1c,
      project: (n + 20) % 10 ? "P1" : "P2",
      ...(n % 30 ? { base_price: `${size / 100}.11` } : { name: fresh("n") }),
    }));
    const received = await asOperator(`${PRODUCTS}bulk/`, { body: rows });
    expect(received.json).toEqual({ created: 0, updated: 60, unchanged: 0, errors: [] });
    expect(costOf(received).rowsWritten).toBeLessThanOrEqual(58 * 3 + 2 * 6);
  });
  test("a new row is one round trip, one that comes back or goes two, of at most 20 rows read", async () => {
    const code_1c = fresh("own");
    const made = costOf(await asOperator(PRODUCTS, { body: { code_1c, name: "N", project: "P1" } }));
    const gone = costOf(await asOperator(one(PRODUCTS, code_1c), { method: "DELETE" }));
    const back = costOf(await asOperator(PRODUCTS, { body: { code_1c, name: "N", project: "P1" } }));
    const headers = { "Idempotency-Key": fresh("key") };
    const once = costOf(await asOperator(PRODUCTS, { body: { code_1c: fresh("own"), name: "N" }, headers }));
    expect([made, once, gone, back].map(({ trips }) => trips)).toEqual([1, 1, 2, 2]);
    for (const { rowsRead } of [made, gone, back, once]) expect(rowsRead).toBeLessThanOrEqual(20);
    costs["POST"] = made.rowsRead;
    costs["DELETE"] = gone.rowsRead;
  });
  test("refusals are at most one round trip", async () => {
    const taken = await asOperator(PRODUCTS, { body: { code_1c: "cost-7", name: "N", project: "P1" } });
    expect([taken.status, taken.headers.get("Server-Timing")]).toEqual([400, null]);
    const { trips } = costOf(await asOperator(one(PRODUCTS, "cost-7"), { method: "PATCH", body: {} }));
    expect(trips).toBe(1);
  });
});

test("what does not depend on the size costs the same at both", () => {
  const [small = {}, large = {}] = seen;
  expect(Object.keys(large).length).toBeGreaterThan(20);
  for (const [query, rows] of Object.entries(large))
    expect([query, rows <= (small[query] ?? 0) + 3]).toEqual([query, true]);
});

test("a page of clients or of projects is as cheap as one of products", async () => {
  await fill(
    CLIENTS,
    Array.from({ length: 300 }, (_, n) => ({ client_code_1c: `cost-${n}`, name: `N ${n}`, project: "P1" })),
  );
  for (const query of ["", "cursor=", "project=P1", "is_active=true"])
    expect((await read(`?${query}`, CLIENTS)).rowsRead).toBeLessThanOrEqual(PAGE);
  expect((await read("", PROJECTS)).rowsRead).toBeLessThanOrEqual(PAGE);
});
