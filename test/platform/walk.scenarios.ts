/** Keyset walks on the real engine against an array in memory: any order, NULLs and ties, there and back again. */
import { env } from "cloudflare:workers";
import sql, { raw } from "sql-template-tag";
import { beforeAll, describe, expect, test } from "vitest";
import { Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { listOf } from "../../src/platform/list.ts";
import { Log } from "../../src/platform/log.ts";
import type { Column } from "../../src/platform/pagination.ts";

type Thing = { id: number; label: string | null; size: number | null; code: string; at: number };
const COLUMNS = {
  id: { column: "id" },
  label: { column: "label", nullable: true },
  size: { column: "size", nullable: true },
  code: { column: "code" },
  at: { column: "at" },
} satisfies Record<keyof Thing, Column>;

/** The same rows each time: a small generator in place of chance. */
let seed = 20_261_121;
const next = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed % below;
};
const LABELS = [null, null, "", "a", "A", "б", "Б", "ё", "😀", "a\u0000b", "%", "'"];
const thing = (id: number): Thing => ({
  id,
  label: LABELS[next(LABELS.length)] ?? null,
  size: next(4) ? next(5) - 2 : null,
  code: `C${next(6)}`,
  at: 1_795_220_039_472_560 + next(4),
});

let rows: Thing[] = [];
const insert = (one: Thing) =>
  env.DB.prepare("INSERT INTO walked VALUES (?, ?, ?, ?, ?)").bind(
    one.id,
    one.label,
    one.size,
    one.code,
    one.at,
  );

beforeAll(async () => {
  await env.DB.prepare(
    "CREATE TABLE walked (id INTEGER PRIMARY KEY, label TEXT, size INTEGER, code TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
  ).run();
  rows = Array.from({ length: 60 }, (_, index) => thing(10 * (index + 1)));
  await env.DB.batch(rows.map(insert));
});

async function page(query: Record<string, string>) {
  const ctx = new Ctx(env, {
    now: 0,
    config: configOf(env),
    log: new Log({}),
    requestId: "r",
    waitUntil: () => undefined,
  });
  const url = new URL(`https://karvon.test/things/?${new URLSearchParams(query)}`);
  const answer = await listOf<Thing>(ctx, url, query, {
    columns: raw("*"),
    from: raw("walked"),
    where: [sql`id > ${0}`],
    orderable: COLUMNS,
    standard: [{ column: "at", descending: true }],
    shape: (row) => row.id,
  });
  expect(ctx.db.stats.trips).toBe(1);
  return answer as { count: number; next: string | null; previous: string | null; results: number[] };
}

const queryOf = (link: string) => Object.fromEntries(new URL(link).searchParams);

/** From a page to the end of that way, at most `most` pages. */
async function walk(query: Record<string, string>, way: "next" | "previous", most = 200) {
  const pages = [await page(query)];
  for (let link = pages[0]?.[way]; link && pages.length < most; link = pages.at(-1)?.[way])
    pages.push(await page(queryOf(link)));
  return pages;
}

/** SQLite's own order: NULL first, numbers, then text by its bytes. */
function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
}

function sorted(ordering: string, things: readonly Thing[]): number[] {
  const terms = ordering.split(",").filter(Boolean);
  const first = terms[0] ?? "-at";
  const full = [
    ...(terms.length ? terms : [first]),
    ...(terms.some((term) => term.endsWith("id")) ? [] : [first.startsWith("-") ? "-id" : "id"]),
  ];
  return things
    .toSorted((a, b) => {
      for (const term of full) {
        const name = term.replace("-", "") as keyof Thing;
        const order = compare(a[name], b[name]);
        if (order) return term.startsWith("-") ? -order : order;
      }
      return 0;
    })
    .map(({ id }) => id);
}

const names = ["label", "size", "code", "at"];
const ORDERINGS = [
  "",
  "id",
  "-id",
  ...names.flatMap((name) => [name, `-${name}`]),
  ...names.flatMap((one) =>
    names.filter((other) => other !== one).flatMap((other) => [`${one},-${other}`, `-${one},${other}`]),
  ),
  "label,size,code,at",
  "-label,-size,-code,-at",
  "size,-label,code,-id",
  "-size,id,label",
];

describe.each(ORDERINGS)("ordered by %j", (ordering) => {
  test("a walk there and back sees each row once, in the array's order", async () => {
    const expected = sorted(ordering, rows);
    for (const page_size of [...(ordering.length < 4 ? ["1"] : []), "7", "59", "60", "61"]) {
      const there = await walk({ ordering, cursor: "", page_size }, "next");
      expect(there.flatMap(({ results }) => results)).toEqual(expected);
      expect(there[0]?.previous).toBeNull();
      expect(there.every(({ count }) => count === rows.length)).toBe(true);
      const last = there.at(-2)?.next;
      if (!last) continue;
      const back = await walk(queryOf(last), "previous");
      expect(back.toReversed().flatMap(({ results }) => results)).toEqual(expected);
    }
  });
});

test("turning round in the middle comes back to the page before, and forward again", async () => {
  for (const ordering of ["label", "-size", "code,-label"]) {
    const [first, second, third] = await walk({ ordering, cursor: "", page_size: "9" }, "next", 3);
    const back = await page(queryOf(third?.previous ?? ""));
    expect(back.results).toEqual(second?.results);
    expect((await page(queryOf(back.previous ?? ""))).results).toEqual(first?.results);
    expect((await page(queryOf(back.next ?? ""))).results).toEqual(third?.results);
  }
});

test.each(["label", "-label", "size,-code", "-at", "id"])(
  "a row that stays is neither skipped nor repeated while others come and go (%s)",
  async (ordering) => {
    const before = new Map(rows.map((row) => [row.id, row]));
    const gone = new Set<number>();
    const seen: number[] = [];
    let fresh = 1;
    for (let query: Record<string, string> | undefined = { ordering, cursor: "", page_size: "6" }; query; ) {
      const { results, next: link } = await page(query);
      seen.push(...results.filter((id) => before.has(id)));
      const victims = [results.at(-1), results[0], rows[next(rows.length)]?.id].filter(
        (id) => id !== undefined,
      );
      for (const id of victims) {
        await env.DB.prepare("DELETE FROM walked WHERE id = ?").bind(id).run();
        if (!seen.includes(id)) gone.add(id);
      }
      await env.DB.batch([insert(thing(fresh++)), insert(thing(5000 + fresh++))]);
      query = link ? queryOf(link) : undefined;
    }
    const stayed = sorted(ordering, rows).filter((id) => !gone.has(id));
    expect(seen).toEqual(stayed);
    await env.DB.prepare("DELETE FROM walked").run();
    await env.DB.batch(rows.map(insert));
  },
);

test.each([1, 7, 20, 59, 60, 61])(
  "the last page of size %d holds the rows that are left over",
  async (size) => {
    const ids = sorted("id", rows);
    const left = ids.length % size || size;
    const { results, next: after } = await page({ ordering: "id", page: "last", page_size: String(size) });
    expect([results, after]).toEqual([ids.slice(-left), null]);
  },
);
