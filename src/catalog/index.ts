/** The catalogue: what other places may use of this room. */
import { entities } from "./entities.ts";
import { resourceRoutes } from "./resource.routes.ts";

export { findDrift, isDrift, recount } from "./recount.ts";
export { entities };
export const catalogRoutes = entities.flatMap(resourceRoutes);
