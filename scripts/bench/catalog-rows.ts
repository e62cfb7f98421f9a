/** The catalogues that benches read, of any size. */
import { loadDemo } from "../lib/demo.ts";
import { fill, intoDatabase } from "../lib/seeding.ts";
import { copyKept, type Seed } from "./kept-data.ts";

const SEED = 1;

const seed =
  (rows: number): Seed =>
  async (stores) => {
    await fill(intoDatabase(stores.database), { entity: "nomenklatura", rows, seed: SEED }, "progress");
    await loadDemo(stores, undefined);
  };

export const copyCatalogue = (rows: number, folder: string) =>
  copyKept(`catalog-${rows}`, seed(rows), folder);
