/** Some schedules of `npm run simulate`, new ones each time; a file of its own, because a sweep must meet no other tasks. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { type Played, playSchedule } from "../../scripts/simulate/schedule.ts";
import { takeOver } from "../../scripts/simulate/world.ts";

const SCHEDULES = 20;
const FIRST = Date.now() % 1_000_000_000;

beforeAll(() => {
  // Every message logs a line.
  vi.spyOn(console, "log").mockReturnValue(undefined);
  return takeOver();
});

test("whatever happens to syncs, what they leave is what calm ones leave", { timeout: 120_000 }, async () => {
  const all: Played[] = [];
  for (let seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
    const played = await playSchedule(env, seed);
    expect(played.fault, `npm run simulate -- --schedules 1 --seed ${seed}`).toBeUndefined();
    all.push(played);
  }
  const did = all.flatMap((played) => played.did).join("\n");
  for (const kind of ["throws before", "throws after", "gone before", "gone after", "lost", "sweep_tasks"])
    expect(did).toContain(kind);
});
