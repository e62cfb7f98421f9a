/** Excel in and out through the Worker's door, on a real database: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./excel-export.scenarios.ts";
import "./excel-refusals.scenarios.ts";
import "./excel-cells.scenarios.ts";
import "./excel-upserts.scenarios.ts";
import "./excel-rehearsals.scenarios.ts";
import "./excel-round-trip.scenarios.ts";

// Thousands of requests would log a line each.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
