/** What the catalogue's calls ask for: codes and words that are there, and rows that are not yet. */
import type { Api } from "../lib/api.ts";
import { nomenklaturaRow, type Posted } from "../lib/catalogue-rows.ts";
import { openDatabase } from "../lib/database.ts";
import { Random } from "../lib/random.ts";
import { BRANDS, GOODS } from "../lib/words.ts";

/** So many rows are asked for in turn: more than a page cache favours. */
const SAMPLE = 20_000;

export interface Sample {
  codes: string[];
  barcodes: string[];
  projects: number[];
}

/** Rows from all over the table, in no order. */
export async function sampleOf(folder: string, rows: number): Promise<Sample> {
  const random = new Random(2);
  const ids = Array.from({ length: Math.min(SAMPLE, rows) }, () => random.whole(1, rows));
  const { database, close } = await openDatabase(folder);
  const [found, projects] = await database.batch<Record<string, string>>([
    database
      .prepare(
        "SELECT code_1c, barcode FROM json_each(?1) j CROSS JOIN nomenklatura t ON t.id = j.value ORDER BY j.key",
      )
      .bind(JSON.stringify(ids)),
    database.prepare("SELECT id FROM projects ORDER BY id"),
  ]);
  await close();
  const column = (name: string) => (found?.results ?? []).map((row) => String(row[name]));
  return {
    codes: column("code_1c"),
    barcodes: column("barcode"),
    projects: (projects?.results ?? []).map(({ id }) => Number(id)),
  };
}

/** 25 fields of a row, as a client sends them. */
const BULK_FIELDS = [
  ...["code_1c", "project_id", "name", "title", "description", "sku", "article_code", "barcode", "brand"],
  ...["manufacturer", "base_price", "sale_price", "cost_price", "currency", "stock_quantity", "weight"],
  ...["unit_of_measure", "category", "subcategory", "tags", "color", "size", "country_code", "country"],
  "metadata",
];
const BULK_ROWS = 1000;

const narrowed = (row: Posted) => Object.fromEntries(BULK_FIELDS.map((name) => [name, row[name]]));

/** Bodies of a thousand rows each; in a code `{n}` stands for the run's own number, which makes the rows new. */
export function bulksOf(projects: readonly number[], count: number, prefix: string): string[] {
  const random = new Random(3);
  return Array.from({ length: count }, () => {
    const rows = Array.from({ length: BULK_ROWS }, (_, index) => ({
      ...nomenklaturaRow(random, index, projects),
      code_1c: `${prefix}-${index}`,
    }));
    return JSON.stringify(rows.map(narrowed));
  });
}

/** Whole rows, without the code. */
export function newRows(projects: readonly number[], count: number): string[] {
  const random = new Random(4);
  return Array.from({ length: count }, (_, index) => {
    const { code_1c: _code, ...row } = nomenklaturaRow(random, index, projects);
    return JSON.stringify(row).slice(1);
  });
}

export async function countOf(api: Api, path: string, query: Record<string, string>): Promise<number> {
  const text = new URLSearchParams({ ...query, page_size: "1" });
  return (await api.call<{ count: number }>(`${path}?${text}`)).count;
}

const lettersOf = (texts: readonly string[]) => texts.flatMap((text) => text.match(/[\p{L}]{3,}/gu) ?? []);

export const OUR_WORDS: readonly string[] = [
  ...new Set(lettersOf([...GOODS.flatMap(({ name, group }) => [...name, ...group]), ...BRANDS.flat()])),
];

/** The word that finds as nearly so many rows as any. */
export async function wordFinding(target: number, api: Api, path: string, words: readonly string[]) {
  let best = { word: "", hits: Number.NEGATIVE_INFINITY };
  for (const word of words) {
    const hits = await countOf(api, path, { search: word });
    if (Math.abs(hits - target) < Math.abs(best.hits - target)) best = { word, hits };
  }
  return best;
}
