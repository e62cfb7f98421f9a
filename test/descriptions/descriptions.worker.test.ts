/** Descriptions by a model, through the Worker's doors and against the stand-in: one file, because each costs a second to start. */
import { beforeAll, vi } from "vitest";
import "./asking.scenarios.ts";
import "./faults.scenarios.ts";
import "./meanwhile.scenarios.ts";
import "./thousand.scenarios.ts";
import "./budget.scenarios.ts";
import "./undo.scenarios.ts";

// Every message logs a line.
beforeAll(() => {
  vi.spyOn(console, "log").mockReturnValue(undefined);
});
