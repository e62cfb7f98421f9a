/** Submissions and the reports that count them, on a real database: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./reports.scenarios.ts";
import "./submissions.scenarios.ts";
import "./reviews.scenarios.ts";
import "./histories.scenarios.ts";
import "./recount.scenarios.ts";

// Every request logs a line.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
