/** The catalogues that benches read, one for each size. */
import { loadDemo } from "../lib/demo.ts";
import { fill, intoDatabase } from "../lib/seeding.ts";
import { copyKept } from "./kept.ts";

const SEED = 1;

export const copyCatalogue = (rows: number, folder: string): Promise<void> =>
  copyKept(
    {
      name: `catalog-${rows}`,
      version: 3,
      async seed(stores) {
        await fill(intoDatabase(stores.database), { entity: "nomenklatura", rows, seed: SEED }, "progress");
        await loadDemo(stores, undefined);
      },
    },
    folder,
  );
