/** Paths of Uzbekistan's regions and districts. */
import { signedIn } from "../platform/access.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import { District, DistrictQuery, Region, RegionQuery } from "./regions.schema.ts";
import { findDistrict, findRegion, listDistricts, listRegions } from "./regions.store.ts";

const read = { method: "GET", tag: "Regions", access: signedIn } as const;

export const regionRoutes: Route[] = [
  route({
    ...read,
    path: "/api/v1/region/",
    name: "Region List",
    summary: "The regions of Uzbekistan, by name.",
    query: RegionQuery,
    answer: { status: 200, shape: envelopeOf(Region) },
    run: (ctx, { url, query }) => listRegions(ctx, url, query),
  }),
  route({
    ...read,
    path: "/api/v1/region/:id/",
    name: "Region Instance",
    summary: "One region.",
    answer: { status: 200, shape: Region },
    run: (ctx, { params }) => findRegion(ctx, params["id"]),
  }),
  route({
    ...read,
    path: "/api/v1/district/",
    name: "District List",
    summary: "The districts, and the cities that belong to none, by name.",
    query: DistrictQuery,
    answer: { status: 200, shape: envelopeOf(District) },
    run: (ctx, { url, query }) => listDistricts(ctx, url, query),
  }),
  route({
    ...read,
    path: "/api/v1/district/:id/",
    name: "District Instance",
    summary: "One district.",
    answer: { status: 200, shape: District },
    run: (ctx, { params }) => findDistrict(ctx, params["id"]),
  }),
];
