/** Pictures through the Worker's doors, with real D1, R2, queue messages and Images: one file, because each costs a second to start. */
import "./images-upload.scenarios.ts";
import "./images-refusals.scenarios.ts";
import "./images-main.scenarios.ts";
import "./images-renditions.scenarios.ts";
import "./images-media.scenarios.ts";
import "./images-ends.scenarios.ts";
import "./images-once.scenarios.ts";
import "./images-drift.scenarios.ts";
import "./images-lists.scenarios.ts";
import "./images-labels.scenarios.ts";
import "./images-costs.scenarios.ts";
