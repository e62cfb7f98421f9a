/** Long work in pieces: what other rooms and the doors may use of it. */
export { askStep, giveUpTask, runTask, type TaskKinds, type TaskMessage, TooEarly } from "./run-task.ts";
export { forgetParked, sweepTasks } from "./steer-task.ts";
export {
  type Fetched,
  type ItemError,
  type PieceCounts,
  TaskFailure,
  type TaskKind,
  type TaskKindName,
  type TaskRow,
} from "./task.ts";
export { taskRoutes } from "./tasks.routes.ts";
export { TaskStarted } from "./tasks.schema.ts";
export {
  badRowsPath,
  findTask,
  insertTaskSql,
  isKept,
  moveTask,
  parkedAt,
  piecePath,
} from "./tasks.store.ts";
