/** MyID, in one file: each costs a second or two in workerd. */
import "./clients.scenarios.ts";
import "./sessions.scenarios.ts";
import "./person-data.scenarios.ts";
import "./upstream.scenarios.ts";
import "./upstream-token.scenarios.ts";
import "./production.scenarios.ts";
import "./hostile-tokens.scenarios.ts";
import "./redaction.scenarios.ts";
import "./costs.scenarios.ts";
