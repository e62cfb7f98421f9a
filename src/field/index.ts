/** Agents in the field: what other places may use of this room. */
export { forgetLocations } from "./forget-locations.ts";
export { fieldRoutes } from "./locations.routes.ts";
export { findLocationDrift, isLocationDrift, recountLocations } from "./recount-locations.ts";
export { createLocations } from "./save-location.ts";
