/** What the catalogue costs at any size: lists, one row, searches and writes, against a bare Worker and a peer. */
import type { Bench } from "./bench.ts";
import { readsOf } from "./catalog-reads.ts";
import { copyCatalogue } from "./catalog-rows.ts";
import { sampleOf } from "./catalog-sample.ts";
import { writesOf } from "./catalog-writes.ts";

export const catalog: Bench = {
  about: "the catalogue's lists, searches and writes, at three sizes",
  emulators: "without emulators",
  sizes: { usual: [1000, 100_000, 1_000_000], againstPeer: 100_000 },
  async prepare(folder, rows) {
    await copyCatalogue(rows, folder);
    const sample = await sampleOf(folder, rows);
    return [readsOf(sample, rows), writesOf(sample)];
  },
};
