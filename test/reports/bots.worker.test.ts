/** What reports are told of and by whom they are asked, on a real database: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./regions.scenarios.ts";

// Every request logs a line.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
