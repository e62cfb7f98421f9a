/** What agents in the field cost: who is where, a day's way, a month of regions, a phone's queue. */
import type { Bar, Bench, Call, Scenario } from "./bench.ts";
import { AGENTS, codeOf, copyField, DAYS } from "./field-rows.ts";

const POINTS = "/api/v1/agent-location/";
const DAY_MS = 86_400_000;
const TASHKENT_MS = 5 * 3_600_000;

const ago = (days: number) => new Date(Date.now() + TASHKENT_MS - days * DAY_MS).toISOString().slice(0, 10);

const agents = Array.from({ length: AGENTS }, (_, agent) => codeOf(agent));
const agent = { values: { agent: agents } };

const reading = (name: string, path: string, bars: readonly Bar[], more: Partial<Call> = {}): Scenario => ({
  name,
  as: "administrator",
  call: () => ({ path: POINTS + path, ...more }),
  bars: [{ kind: "trips", limit: 1 }, ...bars],
});

const rowsRead = (limit: number): Bar[] => [{ kind: "rows read", limit }];
const MONTH = `date_from=${ago(35)}&date_to=${ago(5)}`;
const MOST_OF_A_MONTH = 15_000;

/** Where each point and picture is read through its index, and the pictures' clients and the caller beside. */
const dayRows = (rows: number) => 2 * Math.ceil(rows / AGENTS / DAYS + 1) + 2 * 680 + 20;

const readsOf = (rows: number): Scenario[] => [
  reading("latest", "latest/", rowsRead(3 * AGENTS)),
  reading("unique agents", "unique-agents/", rowsRead(3 * AGENTS)),
  reading(
    "a day's trajectory",
    `trajectory/?agent_code={agent}&date=${ago(7)}`,
    rowsRead(dayRows(rows)),
    agent,
  ),
  reading("a month of regions", `regional-activity/?${MONTH}`, rowsRead(MOST_OF_A_MONTH)),
  reading(
    "a month of regions, one agent",
    `regional-activity/?agent_code={agent}&${MONTH}`,
    rowsRead(MOST_OF_A_MONTH),
    agent,
  ),
  reading("list, page 1", "", []),
  reading("list, an agent's", "?agent_code={agent}", [], agent),
  reading("list, a day's", `?date_from=${ago(7)}&date_to=${ago(7)}`, []),
  reading("search, one agent", "?search={agent}", [], agent),
];

const point = (index: number) => ({
  agent_code: codeOf(index % AGENTS),
  agent_name: `Agent ${index % AGENTS}`,
  device_id: "bench-{n}",
  device_name: "Galaxy S21",
  platform: "Android",
  region: "Toshkent",
  latitude: 41.3111045 + index / 1e5,
  longitude: 69.2797045,
  speed: 4.25,
  accuracy: 6.5,
  battery_level: 85.5,
  network_type: "4G",
  logged_at: new Date(Date.now() - index * 30_000).toISOString(),
});

const BATCH = 1000;
const BATCHES = 8;
const queue = JSON.stringify(Array.from({ length: BATCH }, (_, index) => point(index)));

const posting = (name: string, body: string, trips: number, requests?: number): Scenario => ({
  name,
  as: "administrator",
  call: () => ({ path: POINTS, method: "POST", headers: { "Content-Type": "application/json" }, body }),
  ...(requests === undefined ? {} : { requests }),
  bars: [{ kind: "trips", limit: trips }],
});

const writes: Scenario[] = [
  posting("batch of 1,000, new", queue, 3, BATCHES),
  // Made by the first one, before anything counts.
  posting("batch of 1,000, sent before", queue.replaceAll("{n}", "known"), 3, BATCHES),
  posting("POST", JSON.stringify(point(0)), 2),
];

export const field: Bench = {
  about: "agents' points: who is where, a day's way, regions, a phone's queue",
  emulators: "without emulators",
  sizes: { usual: [1_000_000], againstPeer: 1_000_000 },
  async prepare(folder, rows) {
    await copyField(rows, folder);
    return [readsOf(rows), writes];
  },
};
