/** The two kinds of sync: which operation is called, what its items are, and where they go. */
import { type Entity, entities } from "../catalog/index.ts";

export type SyncKind = "nomenklatura" | "clients";

const entityNamed = (name: string): Entity => {
  const found = entities.find((one) => one.name === name);
  if (!found) throw new Error(`There is no entity ${name}`);
  return found;
};

export const SYNC_KINDS = {
  nomenklatura: { method: "method_nomenklatura", item: "ProductItem", entity: entityNamed("nomenklatura") },
  clients: { method: "method_clients", item: "ClientItem", entity: entityNamed("client") },
} as const;
