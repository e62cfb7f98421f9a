/** The catalogue's reads. */
import type { Api } from "../lib/api.ts";
import type { Bar, Call, Scenario } from "./bench.ts";
import { copyCatalogue } from "./catalog-rows.ts";
import { countOf, OUR_WORDS, type Sample, wordFinding } from "./catalog-sample.ts";

export const LIST = "/api/v1/nomenklatura/";
const PAGE = 20;
const PAGE_1 = "list, page 1";
export const ONE = "one by code";

/** The size at which a bare Worker and a peer stand beside. */
const COMPARED_ROWS = 100_000;
const MANY_HITS = 20_000;
/** As many as a word of a peer's names finds. */
const COMPARED_HITS = 14_000;

/** A peer's rows: NOM000001 to NOM100000, their names made of these words among others. */
const PEER_CODES = Array.from({ length: 20_000 }, (_, index) => {
  const row = ((index * 7919) % COMPARED_ROWS) + 1;
  return `NOM${String(row).padStart(6, "0")}`;
});
const PEER_WORDS = ["dona", "Шоколад", "Oqtepa", "Toshkent", "Samarqand"];

const NEAR: readonly Bar[] = [
  { kind: "trips", limit: 1 },
  { kind: "rows read", limit: 3 * PAGE + 10 },
  { kind: "same rows read" },
];
const FAR: readonly Bar[] = [
  { kind: "trips", limit: 1 },
  { kind: "rows read", limit: 3000 },
  { kind: "times", of: PAGE_1, limit: 2 },
];
const SINGLE_READ: readonly Bar[] = [
  { kind: "trips", limit: 1 },
  { kind: "rows read", limit: 20 },
];
const ONE_HIT: readonly Bar[] = [{ kind: "times", of: ONE, limit: 2 }];

const reading = (name: string, call: Scenario["call"], bars: readonly Bar[]): Scenario => ({
  name,
  as: "administrator",
  call,
  bars,
});

/** The page half-way through the list that a query makes. */
async function middle(api: Api, query: Record<string, string>): Promise<Call> {
  const pages = Math.ceil((await countOf(api, LIST, query)) / PAGE);
  const page = Math.max(1, Math.ceil(pages / 2));
  return { path: `${LIST}?${new URLSearchParams({ ...query, page: String(page) })}`, note: `page ${page}` };
}

async function following(api: Api): Promise<Call> {
  const { next } = await api.call<{ next: string }>(`${LIST}?cursor=`);
  const { pathname, search } = new URL(next);
  return { path: pathname + search };
}

async function manyHits(api: Api, target: number, words: readonly string[]): Promise<Call> {
  const { word, hits } = await wordFinding(target, api, LIST, words);
  return { path: `${LIST}?search=${encodeURIComponent(word)}`, note: `${word}: ${hits} rows` };
}

async function category(api: Api): Promise<Call> {
  const name = "Shirinliklar";
  const hits = await countOf(api, LIST, { category: name });
  return { path: `${LIST}?category=${name}`, note: `${name}: ${hits} rows` };
}

function listsOf({ projects }: Sample, rows: number): Scenario[] {
  const project = { project_id: String(projects[1] ?? projects[0]) };
  const first = reading(PAGE_1, () => ({ path: LIST }), [...NEAR, { kind: "times peer", limit: 2 / 3 }]);
  const anonymous: Scenario = {
    ...first,
    name: `${PAGE_1}, anonymous`,
    as: "anonymous",
    bars: [...(first.bars ?? []), { kind: "times bare", limit: 1.5 }],
    peer: () => ({ path: LIST }),
  };
  if (rows === COMPARED_ROWS)
    anonymous.bare = { worker: "list.ts", prepare: (folder) => copyCatalogue(rows, folder) };
  return [
    { ...first, peer: () => ({ path: LIST }) },
    anonymous,
    reading("list, cursor", following, NEAR),
    {
      ...reading("list, the middle", (api) => middle(api, {}), [
        ...FAR,
        { kind: "times peer", limit: 1 / 2 },
      ]),
      peer: (api) => middle(api, {}),
    },
    reading("list, last", () => ({ path: `${LIST}?page=last` }), FAR),
    reading("project, the middle", (api) => middle(api, project), FAR),
    reading(
      "project, last",
      () => ({ path: `${LIST}?${new URLSearchParams({ ...project, page: "last" })}` }),
      FAR,
    ),
    reading("is_active, the middle", (api) => middle(api, { is_active: "true" }), FAR),
  ];
}

function searchesOf({ codes, barcodes }: Sample): Scenario[] {
  const search = `${LIST}?search={term}`;
  return [
    reading("search, a barcode", () => ({ path: search, values: { term: barcodes } }), ONE_HIT),
    {
      ...reading("search, a code", () => ({ path: search, values: { term: codes } }), [
        ...ONE_HIT,
        { kind: "times peer", limit: 1 / 20 },
      ]),
      peer: () => ({ path: search, values: { term: PEER_CODES } }),
    },
    reading("search, 20,000 hits", (api) => manyHits(api, MANY_HITS, OUR_WORDS), [
      { kind: "times", of: ONE, limit: 15 },
    ]),
    {
      ...reading("search, 14,000 hits", (api) => manyHits(api, COMPARED_HITS, OUR_WORDS), [
        { kind: "times peer", limit: 1 / 5 },
      ]),
      peer: (api) => manyHits(api, COMPARED_HITS, PEER_WORDS),
    },
    reading("category", category, []),
  ];
}

export function readsOf(sample: Sample, rows: number): Scenario[] {
  const path = `${LIST}{code}/`;
  const bars: readonly Bar[] = [...SINGLE_READ, { kind: "times peer", limit: 1 / 1.2 }];
  const one: Scenario = {
    ...reading(ONE, () => ({ path, values: { code: sample.codes } }), bars),
    peer: () => ({ path, values: { code: PEER_CODES } }),
  };
  return [
    ...listsOf(sample, rows),
    one,
    { ...one, name: `${ONE}, anonymous`, as: "anonymous" },
    ...searchesOf(sample),
  ];
}
