/** Syncs started by hand; how they go on is told and steered by the tasks' paths. */
import { operator } from "../platform/access.ts";
import { type Route, route } from "../platform/route.ts";
import { SYNC_TYPES, TaskStarted } from "../tasks/index.ts";
import { startSync } from "./start-sync.ts";

const WHAT = { nomenklatura: "products", clients: "clients" };

export const syncRoutes: Route[] = SYNC_TYPES.map((kind) =>
  route({
    method: "POST",
    path: `/api/v1/integration/sync/${kind}/:id/`,
    name: `Sync ${kind}`,
    summary: `Starts a sync of the ${WHAT[kind]} of an integration, or names the one that runs.`,
    tag: "Integration",
    access: operator,
    answer: { status: 202, shape: TaskStarted },
    run: (ctx, { params }) => startSync(ctx, kind, params["id"]),
  }),
);
