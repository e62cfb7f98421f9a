/** The customer token through the Worker's door, on a real database and real KV. */
import { vi } from "vitest";
import "./integrity.scenarios.ts";
import "./customer-token.scenarios.ts";
import "./customer-integrity.scenarios.ts";
import "./customer-upstream.scenarios.ts";
import "./customer-kept.scenarios.ts";
import "./customer-secrets.scenarios.ts";

// The Worker has been loaded already: it is loaded again with passwords that count how often they are asked.
vi.hoisted(() => vi.resetModules());
vi.mock("../../src/identity/passwords.ts", { spy: true });
