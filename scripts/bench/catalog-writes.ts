/** The catalogue's writes, on rows of the run's own copy. */
import type { Bar, Call, Scenario } from "./bench.ts";
import { LIST } from "./catalog-reads.ts";
import { bulksOf, newRows, type Sample } from "./catalog-sample.ts";

/** In a round: enough for the clock of /proc, few beside a small table. */
const BULKS = 8;

const JSON_BODY = { "Content-Type": "application/json" };

const SINGLE_WRITE: readonly Bar[] = [
  { kind: "trips", limit: 2 },
  { kind: "rows read", limit: 20 },
];

const writing = (name: string, call: Call, bars: readonly Bar[]): Scenario => ({
  name,
  as: "administrator",
  call: () => ({ ...call, headers: { ...JSON_BODY, ...call.headers } }),
  bars,
});

/** Runs against the same peer follow one another: its codes have to differ from those of the last one. */
function peerPost(): Call {
  const row = {
    code_1c: `N${Date.now().toString(36)}-{n}`,
    name: "Shakar «Oqtepa» 50 kg",
    title: "Сахар-песок",
    description: "<p>Oq shakar</p>",
  };
  return { path: LIST, method: "POST", headers: JSON_BODY, body: JSON.stringify(row) };
}

function postsOf({ projects }: Sample): Scenario[] {
  const post: Call = {
    path: LIST,
    method: "POST",
    body: '{"code_1c":"NEW-{n}",{row}',
    values: { row: newRows(projects, 500) },
  };
  const once = { ...post, headers: { "Idempotency-Key": "bench-{n}" } };
  const bars: readonly Bar[] = [...SINGLE_WRITE, { kind: "times peer", limit: 1.5 }];
  return [
    { ...writing("POST", post, bars), peer: peerPost },
    { ...writing("POST, Idempotency-Key", once, bars), peer: peerPost },
  ];
}

function bulkPostsOf({ projects }: Sample): Scenario[] {
  const bulk: Call = { path: `${LIST}bulk/`, method: "POST" };
  const fresh = { ...bulk, body: "{rows}", values: { rows: bulksOf(projects, BULKS, "BULK-{n}") } };
  // Made by the first one, before anything counts.
  const known = { ...bulk, body: bulksOf(projects, 1, "KNOWN").join() };
  return [
    { ...writing("bulk of 1,000, new", fresh, [{ kind: "ms", limit: 250 }]), requests: BULKS },
    {
      ...writing("bulk of 1,000, unchanged", known, [
        { kind: "ms", limit: 120 },
        { kind: "rows written", limit: 0 },
      ]),
      requests: BULKS,
    },
  ];
}

export function writesOf(sample: Sample): Scenario[] {
  const patch: Call = {
    path: `${LIST}{code}/`,
    method: "PATCH",
    body: '{"base_price":"{n}.50"}',
    values: { code: sample.codes },
  };
  return [writing("PATCH", patch, SINGLE_WRITE), ...postsOf(sample), ...bulkPostsOf(sample)];
}
