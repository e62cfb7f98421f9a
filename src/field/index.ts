/** Agents in the field: what other places may use of this room. */
export { forgetLocations } from "./forget-locations.ts";
export { fieldRoutes } from "./locations.routes.ts";
export { LocationBody } from "./locations.schema.ts";
export { insertLocations } from "./locations.store.ts";
export { findLocationDrift, isLocationDrift, recountLocations } from "./recount-locations.ts";
