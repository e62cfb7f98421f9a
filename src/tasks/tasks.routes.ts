/** Long work, followed and steered: one set of paths for syncs, imports and descriptions. */
import { operator, signedIn } from "../platform/access.ts";
import { type Route, route } from "../platform/route.ts";
import { cancelTask, retryTask, tellTask } from "./steer-task.ts";
import { tellHistory } from "./sync-history.ts";
import { HistoryQuery, SyncHistory, TaskStarted, TaskState } from "./tasks.schema.ts";

const tag = "Tasks";
const idOf = (params: Record<string, string>) => params["task_id"] ?? "";

export const taskRoutes: Route[] = [
  route({
    method: "GET",
    path: "/api/v1/integration/sync/status/:task_id/",
    name: "Task Status",
    summary: "How far a sync, an import or a run of descriptions is; poll until completed or error.",
    tag,
    access: signedIn,
    answer: { status: 200, shape: TaskState },
    run: (ctx, { params }) => tellTask(ctx, idOf(params)),
  }),
  route({
    method: "POST",
    path: "/api/v1/integration/sync/cancel/:task_id/",
    name: "Task Cancel",
    summary: "Stops a task after the piece in hand.",
    tag,
    access: operator,
    answer: { status: 200, shape: TaskState },
    run: (ctx, { params }) => cancelTask(ctx, idOf(params)),
  }),
  route({
    method: "POST",
    path: "/api/v1/integration/sync/retry/:task_id/",
    name: "Task Retry",
    summary: "Goes on with a task that ended with an error, from the first piece that is not done.",
    tag,
    access: operator,
    answer: { status: 202, shape: TaskStarted },
    refusals: { 409: "The task runs, or is completed." },
    run: (ctx, { params }) => retryTask(ctx, idOf(params)),
  }),
  route({
    method: "GET",
    path: "/api/v1/integration/history/",
    name: "Sync History",
    summary: "The syncs that were started, newest first.",
    tag,
    access: signedIn,
    query: HistoryQuery,
    answer: { status: 200, shape: SyncHistory },
    run: (ctx, { query }) => tellHistory(ctx, query),
  }),
];
