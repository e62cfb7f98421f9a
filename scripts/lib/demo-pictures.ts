/** Pictures of the demo rows, drawn here: a box on a shelf for a product, a shop front for a client, a mark for a project. */
import { createImage, entities, inspect } from "../../src/catalog/index.ts";
import { isMessage } from "../../src/platform/kinds.ts";
import type { Database, Files } from "./database.ts";
import { type Colour, encodePng } from "./png.ts";
import { Random } from "./random.ts";
import { verbContext } from "./verb-context.ts";

const [WIDTH, HEIGHT] = [240, 180];
/** The renditions are long overdue then: the first minute's cron asks for them. */
const AGE_MS = 3_600_000;

type Picture = (x: number, y: number) => Colour;
type Inside = (x: number, y: number) => boolean;

const shade = (random: Random, from: number, to: number): Colour => [
  random.whole(from, to),
  random.whole(from, to),
  random.whole(from, to),
];

const box =
  (left: number, top: number, right: number, bottom: number): Inside =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom;
const disc =
  (centreX: number, centreY: number, radius: number): Inside =>
  (x, y) =>
    (x - centreX) ** 2 + (y - centreY) ** 2 < radius ** 2;

/** Shapes over each other, the first one on top, before a wall that is lighter above. */
function painted(random: Random, shapes: readonly (readonly [Inside, Colour])[]): Picture {
  const [red, green, blue] = shade(random, 150, 215);
  return (x, y) => {
    const shape = shapes.find(([inside]) => inside(x, y));
    if (shape) return shape[1];
    const light = Math.round((40 * (HEIGHT - y)) / HEIGHT);
    return [red + light, green + light, blue + light];
  };
}

const DRAWN: Readonly<Record<string, (random: Random) => Picture>> = {
  project: (random) =>
    painted(random, [
      [disc(120, 90, 22), [250, 250, 250]],
      [disc(120, 90, 55), shade(random, 30, 160)],
    ]),
  client: (random) =>
    painted(random, [
      [box(105, 100, 135, 150), [70, 60, 55]],
      [(x, y) => box(40, 50, 200, 72)(x, y) && x % 40 < 20, [250, 250, 250]],
      [box(40, 50, 200, 72), shade(random, 30, 170)],
      [box(50, 60, 190, 150), [225, 215, 200]],
      [box(0, 150, WIDTH, HEIGHT), [130, 130, 130]],
    ]),
  nomenklatura: (random) =>
    painted(random, [
      [box(95, 80, 145, 110), [250, 250, 245]],
      [box(75, 35, 165, 50), shade(random, 20, 120)],
      [box(75, 35, 165, 140), shade(random, 60, 200)],
      [box(0, 140, WIDTH, HEIGHT), [150, 115, 80]],
    ]),
};

interface Pictured {
  entity: string;
  rows: number;
  labels: readonly (readonly [status: number, category: string])[];
}

/** How many rows of each get pictures, the newest first, and what those are called. */
const PICTURED: readonly Pictured[] = [
  { entity: "project", rows: 3, labels: [[1, "logo"]] },
  {
    entity: "client",
    rows: 10,
    labels: [
      [1, "oldidan"],
      [2, "keyin"],
    ],
  },
  {
    entity: "nomenklatura",
    rows: 24,
    labels: [
      [4, "old"],
      [5, "yon"],
    ],
  },
];

type Row = { id: number };

export async function loadDemoPictures(database: Database, files: Files, pictured = PICTURED): Promise<void> {
  const TASKS = { send: async () => {} } as unknown as Queue<unknown>;
  const ctx = verbContext(database, { FILES: files, TASKS }, Date.now() - AGE_MS);
  const random = new Random(1);
  for (const { entity: name, rows, labels } of pictured) {
    const entity = entities.find((one) => one.name === name);
    const draw = DRAWN[name];
    if (!entity || !draw) throw new Error(`There is no entity ${name}`);
    const { results } = await database
      .prepare(`SELECT id FROM ${entity.table} WHERE is_deleted = 0 ORDER BY id DESC LIMIT ?1`)
      .bind(rows)
      .all<Row>();
    for (const { id } of results)
      for (const [status_id, category] of labels) {
        const image = inspect(encodePng(WIDTH, HEIGHT, draw(random)));
        if (isMessage(image)) throw new Error(image.in("en"));
        const body = { parent: String(id), image, status_id, category };
        await createImage(ctx, entity, body, new Request("http://localhost/"));
      }
  }
}
