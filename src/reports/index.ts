/** Reports for managers and bots: what other places may use of this room. */
export { reportRoutes } from "./health.routes.ts";
