/** The plumbing on the real engine and through the HTTPS door: one file, because each costs a second to start. */
import "./db.scenarios.ts";
import "./walk.scenarios.ts";
import "./log.scenarios.ts";
import "./http.scenarios.ts";
