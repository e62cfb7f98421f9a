/** What pictures cost: uploads until they are answered and until they are rendered, thumbnails, the bytes themselves. */
import { setTimeout as pause } from "node:timers/promises";
import sharp from "sharp";
import type { Api } from "../lib/api.ts";
import { openDatabase } from "../lib/database.ts";
import { loadDemo } from "../lib/demo.ts";
import { loadDemoPictures } from "../lib/demo-pictures.ts";
import { applyMigrations } from "../lib/migrate.ts";
import type { Bench, Call, Scenario } from "./bench.ts";
import { median } from "./measure.ts";

const IMAGES = "/api/v1/nomenklatura-image/";
const PRODUCTS = "/api/v1/nomenklatura/";
const THUMBNAILS = "/api/v1/thumbnails/";
const ASSET = "a static asset";

/** More than the 200 that a call of thumbnails may ask for. */
const MORE = [
  {
    entity: "nomenklatura",
    rows: 100,
    labels: [
      [5, "a"],
      [6, "b"],
    ],
  },
] as const;

async function prepare(folder: string): Promise<void> {
  const stores = await openDatabase(folder);
  await applyMigrations(stores.database);
  await loadDemo(stores, undefined);
  await loadDemoPictures(stores.database, stores.files, MORE);
  // As if the queue had been there already: it would disturb what is measured.
  await stores.database.prepare("UPDATE images SET asked_at = NULL, thumbnail_bytes = 5000").run();
  await stores.close();
}

/** 4000 × 3000, between 3 and 4 MB: as a telephone makes them. */
async function photo(): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  const create = { width: 1000, height: 750, channels: 3, background: "black", noise } as const;
  const small = await sharp({ create }).png().toBuffer();
  return sharp(small).resize(4000, 3000).jpeg({ quality: 80 }).toBuffer();
}

const BORDER = "bench-border";

function uploadCall(code: string, image: Buffer): Call {
  const head = `--${BORDER}\r\nContent-Disposition: form-data; name="nomenklatura"\r\n\r\n${code}\r\n--${BORDER}\r\nContent-Disposition: form-data; name="image"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return {
    path: IMAGES,
    method: "POST",
    headers: { "Content-Type": `multipart/form-data; boundary=${BORDER}` },
    body: Buffer.concat([Buffer.from(head), image, Buffer.from(`\r\n--${BORDER}--\r\n`)]),
  };
}

interface Listed {
  results: { code_1c: string; image: string; image_id: number; thumbnail_dimensions: unknown }[];
}

const newest = async (api: Api, path: string) => {
  const [first] = (await api.call<Listed>(path)).results;
  if (!first) throw new Error(`${path} has no rows`);
  return first;
};

/** Until the queue has worked off what the demo's pictures wait for. */
async function untilRendered(api: Api, code: string): Promise<void> {
  const path = `${THUMBNAILS}nomenklatura/?limit=1&code_1c=${encodeURIComponent(code)}`;
  while (!(await newest(api, path)).thumbnail_dimensions) await pause(20);
}

const TRIES = 5;

/** One upload at a time, each with its renditions: what a person waits for who uploads one. */
async function timesOf(api: Api, call: Call, code: string): Promise<string> {
  const [answered, rendered]: number[][] = [[], []];
  for (let round = 0; round <= TRIES; round += 1) {
    const started = performance.now();
    await api.send(call);
    const at = performance.now();
    await untilRendered(api, code);
    // The first one compiles code.
    if (round === 0) continue;
    answered?.push(at - started);
    rendered?.push(performance.now() - at);
  }
  return `201 after ${median(answered ?? []).toFixed(0)} ms, four renditions ${median(rendered ?? []).toFixed(0)} ms later`;
}

async function upload(api: Api): Promise<Call> {
  const { code_1c: code } = await newest(api, `${PRODUCTS}?page_size=1&image_status=without`);
  const image = await photo();
  const call = uploadCall(code, image);
  const note = await timesOf(api, call, code);
  return { ...call, note: `${(image.length / 1e6).toFixed(1)} MB: ${note}` };
}

const path = (url: string) => new URL(url).pathname;

const reads: Scenario[] = [
  {
    name: "thumbnails of 200",
    as: "administrator",
    call: () => ({ path: `${THUMBNAILS}?limit=200` }),
    bars: [{ kind: "trips", limit: 1 }],
  },
  {
    name: "list, 20 rows with 40 pictures",
    as: "administrator",
    call: () => ({ path: PRODUCTS }),
    bars: [
      { kind: "trips", limit: 1 },
      { kind: "rows read", limit: 70 + 40 },
    ],
  },
];

const bytes: Scenario[] = [
  {
    name: "media",
    as: "anonymous",
    call: async (api) => ({
      path: path((await newest(api, `${IMAGES}?ordering=created_at&page_size=1`)).image),
    }),
    bare: { worker: "media.ts" },
    bars: [
      { kind: "times bare", limit: 2 },
      { kind: "times", of: ASSET, limit: 2 },
    ],
  },
  { name: ASSET, as: "anonymous", call: () => ({ path: "/api/docs/favicon-32x32.png" }) },
];

const uploads: Scenario[] = [
  {
    name: "upload, 4000 × 3000",
    as: "administrator",
    call: upload,
    requests: 8,
    bars: [{ kind: "trips", limit: 2 }],
  },
];

export const images: Bench = {
  about: "uploads until they are rendered, thumbnails, media against a bare Worker and a static asset",
  emulators: "without emulators",
  async prepare(folder) {
    await prepare(folder);
    // What uploads leave to the queue would disturb the others.
    return [reads, bytes, uploads];
  },
};
