/** Syncs through the Worker's doors, on a real database, real files and a 1C that is played: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./syncs.scenarios.ts";
import "./sync-starts.scenarios.ts";
import "./sync-pieces.scenarios.ts";
import "./sync-schedules.scenarios.ts";
import "./sync-history.scenarios.ts";
import "./park-items.scenarios.ts";

// Every message logs a line.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
