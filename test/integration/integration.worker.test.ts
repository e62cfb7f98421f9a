/** 1C, in one file: what only the real engine can show of it. */
import "./answers.scenarios.ts";
import "./checks.scenarios.ts";
import "./costs.scenarios.ts";
import "./deleting.scenarios.ts";
import "./fetching.scenarios.ts";
import "./passwords.scenarios.ts";
import "./settings.scenarios.ts";
