/** The catalogue's paths through the Worker's door, on a real database: one file, because each costs a second to start. */
import "./access.scenarios.ts";
import "./fields.scenarios.ts";
import "./codes.scenarios.ts";
import "./projects.scenarios.ts";
import "./writes.scenarios.ts";
import "./bulk.scenarios.ts";
import "./once.scenarios.ts";
import "./hidden.scenarios.ts";
