/** Long work through the Worker's doors, on a real database, real files and a real queue: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./deliveries.scenarios.ts";
import "./fetches.scenarios.ts";
import "./steering.scenarios.ts";
import "./cancels.scenarios.ts";
import "./sweeping.scenarios.ts";
import "./dead-letters.scenarios.ts";
import "./schedules.scenarios.ts";
import "./large-imports.scenarios.ts";

// Every message logs a line.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
