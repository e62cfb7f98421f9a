/** The verdict of each door, on the real bindings: one file, because each costs a second to start. */
import "./queue.scenarios.ts";
import "./cron.scenarios.ts";
import "../platform/health.scenarios.ts";
import "../reports/health.scenarios.ts";
