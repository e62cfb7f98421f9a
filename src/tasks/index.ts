/** Long work in pieces: what other rooms and the doors may use of it. */

export { badRowsPath, forgetParked, isKept, parkedAt, rowsPath } from "./parked.store.ts";
export { askStep, giveUpTask, runTask, type TaskKinds, type TaskMessage, TooEarly } from "./run-task.ts";
export { cancelTask, retryTask, sweepTasks } from "./steer-task.ts";
export {
  COUNTED,
  type Fetched,
  type ItemError,
  type PieceCounts,
  TaskFailure,
  type TaskKind,
  type TaskKindName,
  type TaskRow,
  Wait,
} from "./task.ts";
export { taskRoutes } from "./tasks.routes.ts";
export { SYNC_TYPES, type SyncType, TASK_STATUSES, TaskStarted } from "./tasks.schema.ts";
export { findTask, insertTaskSql, itemDoneSql, moveTask, tokensSql } from "./tasks.store.ts";
