/** A list as the contract describes it, worked out row by row: what the engine's indexes are held against. */
import type { Row } from "./api.ts";
import { type Promised, promisedFields } from "./contract-fields.ts";

export type Query = Readonly<Record<string, string>>;

interface Asked {
  exact: readonly string[];
  caseless: readonly string[];
  /** Filter and the field that contains it. */
  contains: Readonly<Record<string, string>>;
  ranges: Readonly<Record<string, string>>;
  search: readonly string[];
}

const CONTAINS = { name_contains: "name" };
export const ASKED: Readonly<Record<string, Asked>> = {
  project: {
    ...{ exact: ["code_1c", "name"], caseless: [], ranges: {} },
    contains: { ...CONTAINS, code_contains: "code_1c" },
    search: ["code_1c", "name", "title"],
  },
  client: {
    exact: ["client_code_1c", "name", "email", "city", "region", "business_region_code"],
    ...{ caseless: [], ranges: {} },
    contains: { ...CONTAINS, email_contains: "email", code_contains: "client_code_1c" },
    search: "client_code_1c name email phone company_name tax_id contact_person city region".split(" "),
  },
  nomenklatura: {
    exact: "code_1c name category barcode sku article_code enrichment_status".split(" "),
    caseless: ["brand", "manufacturer"],
    contains: { ...CONTAINS, brand_contains: "brand", code_contains: "code_1c" },
    ranges: { price: "base_price", stock: "stock_quantity" },
    search: "code_1c name title sku article_code barcode brand manufacturer model category".split(" "),
  },
};

export const fold = (text: unknown): string =>
  typeof text === "string"
    ? text
        .normalize("NFC")
        .toLowerCase()
        .replace(/ё/g, "е")
        .replace(/[‘’ʻʼʹ´′`']/g, "")
    : "";

const length = (text: string) => [...text].length;

function isFound(texts: readonly string[], search: string): boolean {
  const terms = search
    .split(/[\s,]+/)
    .map(fold)
    .filter(Boolean);
  if (terms.some((term) => length(term) > 2))
    return terms.every((term) => texts.some((text) => text.includes(term)));
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return terms.every((term) => words.some((word) => word.startsWith(term)));
}

/** Microseconds of a stamp as it is answered. */
function instant(stamp: string): number {
  const fraction = /\.(\d{6})/.exec(stamp)?.[1] ?? "0";
  return Date.parse(`${stamp.slice(0, 19)}+05:00`) * 1000 + Number(fraction);
}

/** From the first microsecond of what a date filter names to its last. */
function extent(given: string): [number, number] {
  if (given.length > 10) return [Date.parse(given) * 1000, Date.parse(given) * 1000];
  const first = instant(`${given}T00:00:00+05:00`);
  return [first, first + 86_400_000_000 - 1];
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };
const EMPTY = [null, "", "<p><br></p>", "<p><br /></p>"];

type Test = (row: Row, value: string) => boolean;

/** One filter's meaning, by its name. */
function testOf(name: string, { exact, caseless, contains, ranges, search }: Asked): Test {
  const field = contains[name];
  const range = ranges[name.slice(0, -4)];
  if (field) return (row, value) => fold(row[field]).includes(fold(value).trim());
  if (range && name.endsWith("_min"))
    return (row, value) => row[range] !== null && Number(row[range]) >= Number(value);
  if (range) return (row, value) => row[range] !== null && Number(row[range]) <= Number(value);
  if (exact.includes(name)) return (row, value) => row[name] === value;
  if (caseless.includes(name)) return (row, value) => row[name] !== null && fold(row[name]) === fold(value);
  if (name === "search")
    return (row, value) =>
      isFound(
        search.map((one) => fold(row[one])),
        value,
      );
  return OF_ALL[name] ?? (() => true);
}

const dateTest =
  (column: string, end: "from" | "to"): Test =>
  (row, value) => {
    const [first, last] = extent(value);
    return end === "from" ? instant(row[column]) >= first : instant(row[column]) <= last;
  };

const OF_ALL: Readonly<Record<string, Test>> = {
  is_active: (row, value) => (FLAGS[value.toLowerCase()] ?? row.is_active) === row.is_active,
  in_stock: (row, value) => FLAGS[value.toLowerCase()] !== true || Number(row.stock_quantity ?? 0) > 0,
  project: (row, value) => row.project?.code_1c === value,
  project_id: (row, value) => String(row.project?.id ?? 0) === value,
  description_status: (row, value) =>
    !["with", "without"].includes(value) || EMPTY.includes(row.description) === (value === "without"),
  image_status: (_row, value) => value !== "with",
  created_from: dateTest("created_at", "from"),
  created_to: dateTest("created_at", "to"),
  updated_from: dateTest("updated_at", "from"),
  updated_to: dateTest("updated_at", "to"),
};

type Compare = (a: Row, b: Row) => number;

const byValue = (a: unknown, b: unknown): number => {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return (a as number) < (b as number) ? -1 : 1;
};

function compareBy(field: string, promised: readonly Promised[]): Compare | undefined {
  const type = promised.find(({ name }) => name === field)?.type;
  if (field === "created_at" || field === "updated_at" || type === "stamp")
    return (a, b) => byValue(a[field] && instant(a[field]), b[field] && instant(b[field]));
  if (field === "project" || field === "project_id")
    return (a, b) => byValue(a.project?.id ?? 0, b.project?.id ?? 0);
  if (type === "decimal")
    return (a, b) => byValue(a[field] && Number(a[field]), b[field] && Number(b[field]));
  if (type === "json") return (a, b) => byValue(JSON.stringify(a[field]), JSON.stringify(b[field]));
  return type || field === "id" || field === "is_active" ? (a, b) => byValue(a[field], b[field]) : undefined;
}

function orderOf(ordering: string, promised: readonly Promised[]): Compare {
  const parts = ordering.split(",").flatMap((part): [Compare, number][] => {
    const compare = compareBy(part.replace("-", ""), promised);
    return compare ? [[compare, part.startsWith("-") ? -1 : 1]] : [];
  });
  const direction = parts[0]?.[1] ?? -1;
  const tie: [Compare, number] = [(a, b) => a.id - b.id, direction];
  return (a, b) => {
    for (const [compare, sign] of [...parts, tie]) {
      const found = compare(a, b) * sign;
      if (found) return found;
    }
    return 0;
  };
}

/** The rows that the query asks for, in the order that it asks for. */
export function expectedRows(entity: string, rows: readonly Row[], query: Query): Row[] {
  const asked = ASKED[entity];
  if (!asked) throw new Error(`There is no entity ${entity}`);
  const { ordering = "", ...filters } = query;
  const tests = Object.entries(filters).map(([name, value]) => [testOf(name, asked), value] as const);
  return rows
    .filter((row) => tests.every(([test, value]) => test(row, value)))
    .sort(orderOf(ordering, promisedFields({ name: entity })));
}
