/** Reports for managers and bots: what other places may use of this room. */
export { reportRoutes } from "./health.routes.ts";
export { regionRoutes } from "./regions.routes.ts";
