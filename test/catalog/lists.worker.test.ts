/** The catalogue's lists through the Worker's door, over thousands of rows: one file, because each costs a second to start. */
import "./filters.scenarios.ts";
import "./search.scenarios.ts";
import "./anonymous-scans.scenarios.ts";
import "./histories.scenarios.ts";
import "./walks.scenarios.ts";
import "./costs.scenarios.ts";
