/** The identity room through the Worker's door, on a real database: one file, because each costs a second to start. */
import { vi } from "vitest";
import "./admission.scenarios.ts";
import "./bot-tokens.scenarios.ts";
import "./sign-in.scenarios.ts";
import "./limits.scenarios.ts";
import "./tokens.scenarios.ts";
import "./hostile-tokens.scenarios.ts";
import "./good-tokens.scenarios.ts";
import "./users.scenarios.ts";
import "./users-change.scenarios.ts";
import "./users-search.scenarios.ts";
import "./users-walk.scenarios.ts";
import "./me.scenarios.ts";

// The Worker has been loaded already: it is loaded again with passwords that count how often they are asked.
vi.hoisted(() => vi.resetModules());
vi.mock("../../src/identity/passwords.ts", { spy: true });
