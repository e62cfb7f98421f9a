/** Regions and districts on the wire. */
import * as z from "zod";
import { listQuery, plain } from "../platform/filters.ts";

const id = z.number().int().meta({ description: "The MHOBT (SOATO) code." });
const names = { name: z.string(), name_ru: z.string() };

export const Region = z.strictObject({ id, ...names }).meta({ id: "Region" });
export const District = z
  .strictObject({ id, region: z.number().int(), ...names })
  .meta({ id: "District", description: "A district, or a city that belongs to none." });

export const RegionQuery = listQuery({});
export type RegionQuery = z.output<typeof RegionQuery>;

export const DistrictQuery = listQuery({ region: plain("Of this region: its id or one of its names.") });
export type DistrictQuery = z.output<typeof DistrictQuery>;
