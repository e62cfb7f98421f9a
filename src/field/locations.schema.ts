/** Points on the wire: bodies, queries and answers, made from their table of fields. */
import * as z from "zod";
import { fromDay, listQuery, plain, toDay } from "../platform/filters.ts";
import { bool } from "../platform/kinds.ts";
import type { PagingQuery } from "../platform/pagination.ts";
import { optional } from "../platform/validate.ts";
import { bodyField, EXACT, FIELDS, wireTypes } from "./fields/location.ts";

/** What a body holds once it was read: stored values by field; what was left out is undefined. */
export interface LocationBody {
  agent_code?: string | undefined;
  device_id?: string | undefined;
  logged_at?: number | null | undefined;
  is_active?: boolean | undefined;
  [field: string]: string | number | boolean | null | undefined;
}

const bodyOf = (demand: "whole" | "change") => {
  const fields = FIELDS.map((one) => [one.name, bodyField(one, demand === "whole" && one.required)]);
  return z.object({ ...Object.fromEntries(fields), is_active: optional(bool) });
};

const EXAMPLE = {
  agent_code: "AGENT001",
  latitude: 41.3111,
  longitude: 69.2797,
  device_name: "Samsung Galaxy S21",
  platform: "Android",
  battery_level: 85.5,
  network_type: "4G",
};

export const LocationBody = bodyOf("whole").meta({
  id: "LocationBody",
  examples: [EXAMPLE],
}) as unknown as z.ZodType<LocationBody>;
export const LocationChange = bodyOf("change").meta({
  id: "LocationChange",
}) as unknown as z.ZodType<LocationBody>;

const stamp = wireTypes.stamp;

const wireFields = FIELDS.map((one) => {
  const type = wireTypes[one.type];
  return [one.name, one.null ? type.nullable() : type];
});

export const Location = z
  .strictObject({
    id: z.number().int(),
    is_active: z.boolean(),
    is_deleted: z.boolean(),
    created_at: stamp,
    updated_at: stamp,
    ...(Object.fromEntries(wireFields) as Record<string, z.ZodType>),
  })
  .meta({ id: "Location" });

export interface LocationQuery extends PagingQuery {
  search?: string | undefined;
  date_from?: number | undefined;
  date_to?: number | undefined;
  by?: string | undefined;
  agent_code?: string | undefined;
  [filter: string]: string | number | undefined;
}

export const LocationQuery = listQuery({
  ...Object.fromEntries(EXACT.map((name) => [name, plain("Equal to this.")])),
  date_from: fromDay,
  date_to: toDay,
  by: plain("`created_at` compares dates with the server's time instead of the device's."),
}) as unknown as z.ZodType<LocationQuery>;
