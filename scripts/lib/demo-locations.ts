/** The demo agent's way through Tashkent on the day of the first start, and who took the pictures along it. */
import { insertLocations, LocationBody } from "../../src/field/index.ts";
import type { Database } from "./database.ts";
import { verbContext } from "./verb-context.ts";

export const DEMO_AGENT = "AGENT001";

/** From Chorsu by Navoiy and Amir Temur to Yunusobod, and back by the ring road. */
const ROUTE = [
  [41.32658, 69.23497, "Chorsu"],
  [41.32333, 69.24112, "Navoiy ko‘chasi"],
  [41.31944, 69.25389, "Navoiy ko‘chasi"],
  [41.31361, 69.26611, "Mustaqillik maydoni"],
  [41.31128, 69.27972, "Amir Temur xiyoboni"],
  [41.32139, 69.28194, "Amir Temur shohko‘chasi"],
  [41.33861, 69.28472, "Minor"],
  [41.35278, 69.28889, "Bodomzor"],
  [41.36583, 69.28861, "Yunusobod"],
  [41.36139, 69.26583, "Kichik halqa yo‘li"],
  [41.34694, 69.24222, "Kichik halqa yo‘li"],
  [41.32658, 69.23497, "Chorsu"],
] as const;

const STEP_MS = 120_000;
const STEPS_EACH = 8;

const TODAY_MS = 86_400_000;
const TASHKENT_MS = 5 * 3_600_000;

/** Each stretch in steps of two minutes; it ends now, and no point is yesterday's. */
function wayUntil(nowMs: number) {
  const begin = nowMs - ((nowMs + TASHKENT_MS) % TODAY_MS);
  const steps = (ROUTE.length - 1) * STEPS_EACH;
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const [from, to] = [ROUTE[Math.floor(step / STEPS_EACH)], ROUTE[Math.ceil(step / STEPS_EACH)]];
    if (!from || !to) throw new Error("The route has fewer points than steps");
    const part = (step % STEPS_EACH) / STEPS_EACH;
    return {
      at: nowMs - (steps - step) * STEP_MS,
      latitude: from[0] + (to[0] - from[0]) * part,
      longitude: from[1] + (to[1] - from[1]) * part,
      address: from[2],
      battery_level: 96 - step / 4,
      speed: part ? 6.5 : 0,
    };
  });
  return points.filter(({ at }) => at >= begin);
}

const PHONE = {
  agent_code: DEMO_AGENT,
  agent_name: "Ali Valiyev",
  agent_phone: "+998 90 123 45 67",
  device_id: "demo-phone",
  device_name: "Samsung Galaxy S21",
  device_manufacturer: "Samsung",
  platform: "Android",
  region: "Toshkent",
  city: "Toshkent",
  country: "O‘zbekiston",
  network_type: "4G",
  accuracy: 6.5,
};

/** The pictures of clients become the agent's, a quarter of an hour apart. */
const INSERT_SOURCE = `INSERT INTO image_sources (uploader_name, uploader_type, created_at, updated_at)
  VALUES (?1, 'agent', ?2, ?2) RETURNING id`;
const TAKE_PICTURES = `UPDATE images SET source_id = ?1,
    source_text = (SELECT text FROM image_source_texts WHERE id = ?1),
    created_at = ?2 - 900000000 * ((SELECT max(parent_id) FROM images WHERE entity = 'client') - parent_id)
  WHERE entity = 'client'`;

export async function loadDemoLocations(database: Database): Promise<void> {
  const now = Date.now();
  const bodies = wayUntil(now).map(({ at, ...point }) =>
    LocationBody.parse({ ...PHONE, ...point, logged_at: new Date(at).toISOString() }),
  );
  await insertLocations(verbContext(database), bodies, "id");
  const source = await database
    .prepare(INSERT_SOURCE)
    .bind(`${PHONE.agent_name} (${DEMO_AGENT})`, now * 1000)
    .first<{ id: number }>();
  await database
    .prepare(TAKE_PICTURES)
    .bind(source?.id ?? null, now * 1000)
    .run();
}
