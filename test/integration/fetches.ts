/** Fetches from the 1C stand-in as the queue does. */
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import {
  fetchItems,
  type IntegrationRow,
  type OnecItem,
  type SyncKind,
} from "../../src/integration/index.ts";
import { ONEC_LIMITS, type OnecLimits } from "../../src/integration/onec-call.ts";
import { Ctx, type Trigger } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { Log } from "../../src/platform/log.ts";

export const context = (trigger: Partial<Trigger> = {}) =>
  new Ctx(env, {
    now: Date.now(),
    config: configOf(env),
    log: new Log({}),
    requestId: "test",
    waitUntil: () => {},
    ...trigger,
  });

export const addressOf = (switches: string) => `${inject("standIns")}/onec/${switches}/ws/catalog.1cws?wsdl`;

/** As it would be read from the table. */
export const rowAt = (wsdl_url: string, more: Partial<IntegrationRow> = {}) =>
  ({
    id: 1,
    wsdl_url,
    username: null,
    password: null,
    method_nomenklatura: "GetProductList",
    method_clients: "GetClientList",
    ...more,
  }) as IntegrationRow;

export interface Asked {
  what?: SyncKind;
  limits?: Partial<OnecLimits>;
  row?: Partial<IntegrationRow>;
  trigger?: Partial<Trigger>;
}

export async function fetchAll(wsdl: string, { what = "nomenklatura", limits, row, trigger }: Asked = {}) {
  const items: OnecItem[] = [];
  const fetched = fetchItems(context(trigger), rowAt(wsdl, row), what, { ...ONEC_LIMITS, ...limits });
  for await (const item of fetched) items.push(item);
  return items;
}
