/** The catalogue: what other places may use of this room. */
import { client } from "./fields/client.ts";
import { nomenklatura } from "./fields/nomenklatura.ts";
import { project } from "./fields/project.ts";
import { resourceRoutes } from "./resource.routes.ts";

export const entities = [project, client, nomenklatura] as const;
export const catalogRoutes = entities.flatMap(resourceRoutes);
