/** The entities of the catalogue. */
import type { Entity } from "./entity.ts";
import { client } from "./fields/client.ts";
import { nomenklatura } from "./fields/nomenklatura.ts";
import { project } from "./fields/project.ts";

export type { Entity };
export const entities: readonly Entity[] = [project, client, nomenklatura];
