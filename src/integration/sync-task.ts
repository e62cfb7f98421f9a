/** A sync as a task: 1C's items are parked in pieces as they come in, each piece is then applied once. */
import { type Outcome, upsertMany, wordsOf } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import type { Language } from "../platform/i18n.ts";
import {
  type Fetched,
  type ItemError,
  type PieceCounts,
  rowsPath,
  TaskFailure,
  type TaskKind,
  type TaskRow,
} from "../tasks/index.ts";
import { findUsable } from "./integrations.store.ts";
import type { OnecItem } from "./onec-answer.ts";
import { fetchItems } from "./onec-client.ts";
import { type Packing, parkItems } from "./park-items.ts";
import { itemReader } from "./parse-onec.ts";
import { SYNC_KINDS, type SyncKind } from "./sync-kinds.ts";

/** What a sync is told when it is started, and keeps whatever becomes of its integration. */
export interface SyncInput {
  integration: { id: number; name: string; project: string };
  project_id: number;
  /** Of the words of what is wrong with an item. */
  language: Language;
}

/** One transaction writes a piece: few enough items that whoever reads the catalogue meanwhile does not feel it. */
const PIECE_ITEMS = 100;
/** Of a parcel. */
const FEWEST_ITEMS = 500;
const MOST_ITEMS = 1000;
const kindOf = ({ kind }: TaskRow): SyncKind => (kind === "clients" ? "clients" : "nomenklatura");

/** How a fetch has packed what it found, as its task keeps it. */
type Packed = Pick<Packing, "together">;
const together = ({ result }: TaskRow) => (JSON.parse(result) as Packed).together;

async function fetchSync(ctx: Ctx, task: TaskRow, { pieceItems, fewestItems }: Sizes): Promise<Fetched> {
  const integration = await findUsable(ctx, task.integration_id ?? 0);
  if (!integration) throw new TaskFailure("The integration or its project was switched off or deleted.");
  const parcelItems = Math.min(MOST_ITEMS, Math.max(fewestItems, integration.chunk_size));
  const packing = { pieceItems, together: Math.ceil(parcelItems / pieceItems) };
  const parked = await parkItems(ctx, task, fetchItems(ctx, integration, kindOf(task)), packing);
  const result = { together: packing.together } satisfies Packed;
  return { ...parked, result, emptyMessage: "No data found in 1C" };
}

type Parcel = OnecItem[][];
/** Read once for all of its pieces. */
const inHand = new WeakMap<Ctx, { path: string; parcel: Parcel }>();

async function itemsOf(ctx: Ctx, task: TaskRow, piece: number): Promise<OnecItem[]> {
  const path = rowsPath(task, Math.floor(piece / together(task)));
  let held = inHand.get(ctx);
  if (held?.path !== path) {
    const parked = await ctx.files.get(path);
    if (!parked) throw new TaskFailure("The parked items are no longer there: start a new sync.");
    held = { path, parcel: await parked.json<Parcel>() };
    inHand.set(ctx, held);
  }
  return held.parcel[piece % together(task)] ?? [];
}

const work: TaskKind["work"] = async (ctx, task, piece, done) => {
  const { project_id: projectId, language } = JSON.parse(task.input) as SyncInput;
  const { entity } = SYNC_KINDS[kindOf(task)];
  const read = (await itemsOf(ctx, task, piece)).map(itemReader({ entity, projectId, language }));
  const bodies = read.flatMap(({ body }) => (body ? [body] : []));

  /** Faults in the items' order, whether they were found in reading or in writing. */
  const countsOf = (outcomes: readonly Outcome[]): PieceCounts => {
    const counts = {
      processed: read.length,
      created: 0,
      updated: 0,
      unchanged: 0,
      errors: [] as ItemError[],
    };
    let place = 0;
    for (const { body, error } of read) {
      const outcome = body && outcomes[place++];
      if (error) counts.errors.push(error);
      else if (outcome?.kind === "refused")
        counts.errors.push({
          item: null,
          code: String(body[entity.key]),
          error: wordsOf(outcome.errors, language),
        });
      else if (outcome) counts[outcome.kind] += 1;
    }
    return counts;
  };

  await upsertMany(ctx, entity, bodies, {
    mode: "upsert",
    alongside: ({ outcomes }) => done(countsOf(outcomes)),
  });
};

interface Sizes {
  pieceItems: number;
  /** A parcel has at least so many where there are as many. */
  fewestItems: number;
}

export const syncKind = (
  sizes: Sizes = { pieceItems: PIECE_ITEMS, fewestItems: FEWEST_ITEMS },
): TaskKind => ({
  together,
  fetch: (ctx, task) => fetchSync(ctx, task, sizes),
  work,
});
