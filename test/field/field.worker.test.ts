/** Agents' points through the Worker's doors, with real D1: one file, because each costs a second to start. */
import "./points.scenarios.ts";
import "./batches.scenarios.ts";
import "./lists.scenarios.ts";
import "./days.scenarios.ts";
import "./histories.scenarios.ts";
