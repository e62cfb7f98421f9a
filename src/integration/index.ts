/** 1C: what other places may use of this room. */
export { integrationRoutes } from "./integrations.routes.ts";
export { findUsable, type IntegrationRow } from "./integrations.store.ts";
export type { OnecItem } from "./onec-answer.ts";
export { fetchItems } from "./onec-client.ts";
export { onecSystem } from "./onec-system.ts";
export { itemReader } from "./parse-onec.ts";
export { sealAgain } from "./seal-again.ts";
export { startDueSyncs, startSync } from "./start-sync.ts";
export { syncRoutes } from "./sync.routes.ts";
export { SYNC_KINDS, type SyncKind } from "./sync-kinds.ts";
export { syncKind } from "./sync-task.ts";
