/** 1C: what other places may use of this room. */
export { findUsable, type IntegrationRow } from "./integrations.store.ts";
export type { OnecItem } from "./onec-answer.ts";
export { fetchItems } from "./onec-client.ts";
export { itemReader } from "./parse-onec.ts";
export { SYNC_KINDS, type SyncKind } from "./sync-kinds.ts";
