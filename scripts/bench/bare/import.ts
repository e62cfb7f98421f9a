/** What an import is without Excel: the file stored and read back, and as many rows parked and written in pieces. */
import { nomenklatura } from "../../../src/catalog/fields/nomenklatura.ts";
import { upsertBulk } from "../../../src/catalog/index.ts";
import { Ctx } from "../../../src/platform/context.ts";
import { configOf, type Env } from "../../../src/platform/env.ts";
import { Log } from "../../../src/platform/log.ts";
import { nomenklaturaRow } from "../../lib/catalogue-rows.ts";
import { Random } from "../../lib/random.ts";

const ROWS_IN_PIECE = 1000;
const READ_BYTES = 65_536;

/** The bytes are asked for and looked at by nobody. */
async function readBack(files: R2Bucket): Promise<void> {
  const object = await files.get("upload");
  const reader = object?.body.getReader({ mode: "byob" });
  for (let lent = new Uint8Array(READ_BYTES); reader; ) {
    const { done, value } = await reader.readAtLeast(READ_BYTES, lent);
    if (done || !value) return;
    lent = new Uint8Array(value.buffer);
  }
}

async function importPiece(ctx: Ctx, random: Random, piece: number): Promise<void> {
  const rows = Array.from({ length: ROWS_IN_PIECE }, (_, index) =>
    nomenklaturaRow(random, piece * ROWS_IN_PIECE + index, []),
  );
  await ctx.files.put(`piece-${piece}`, JSON.stringify(rows));
  const parked = await ctx.files.get(`piece-${piece}`);
  await upsertBulk(ctx, nomenklatura, (await parked?.json<unknown[]>()) ?? []);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const waitUntil = () => {};
    const log = new Log({});
    const ctx = new Ctx(env, { now: Date.now(), config: configOf(env), log, requestId: "bare", waitUntil });
    const rows = Number(new URL(request.url).searchParams.get("rows") ?? 0);
    if (request.body) await env.FILES.put("upload", request.body);
    await readBack(env.FILES);
    const random = new Random(1);
    for (let piece = 0; piece < rows / ROWS_IN_PIECE; piece++) await importPiece(ctx, random, piece);
    return new Response("imported");
  },
};
