/** MyID without a secret in the app: what other places may use of this room. */
import type { Route } from "../platform/route.ts";
import { clientRoutes } from "./clients.routes.ts";
import { sandboxRoutes } from "./sandbox.routes.ts";
import { sessionRoutes } from "./sessions.routes.ts";

export { myidSystem } from "./myid-system.ts";
export { forgetSessions } from "./sessions.store.ts";
export { renewUpstreamToken } from "./upstream-token.ts";

export const myidRoutes: Route[] = [...clientRoutes, ...sessionRoutes, ...sandboxRoutes];
