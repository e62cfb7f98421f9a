/** Every room's routes: what is listed here is served, documented and held against the contract by tests. */
import { catalogRoutes } from "../src/catalog/index.ts";
import { descriptionRoutes } from "../src/descriptions/index.ts";
import { fieldRoutes } from "../src/field/index.ts";
import { botTokenRoutes, customerRoutes, tokenRoutes, userRoutes } from "../src/identity/index.ts";
import { integrationRoutes, syncRoutes } from "../src/integration/index.ts";
import { myidRoutes } from "../src/myid/index.ts";
import { documentRoutes } from "../src/platform/documents.ts";
import { healthRoutes } from "../src/platform/health.ts";
import type { Route } from "../src/platform/route.ts";
import { countRoutes, regionRoutes, reportRoutes, submissionRoutes } from "../src/reports/index.ts";
import { taskRoutes } from "../src/tasks/index.ts";
import { systemsOf } from "./systems.ts";

const rooms: readonly Route[] = [
  ...catalogRoutes,
  ...fieldRoutes,
  ...syncRoutes,
  ...taskRoutes,
  ...integrationRoutes,
  ...descriptionRoutes,
  ...tokenRoutes,
  ...customerRoutes,
  ...userRoutes,
  ...botTokenRoutes,
  ...myidRoutes,
  ...reportRoutes,
  ...countRoutes,
  ...submissionRoutes,
  ...regionRoutes,
  ...healthRoutes(systemsOf),
];

export const routes: readonly Route[] = [...rooms, ...documentRoutes(rooms)];
