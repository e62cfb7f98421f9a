/** Paths of agents' points, and of what they tell. */
import * as z from "zod";
import { signedIn } from "../platform/access.ts";
import { MEBIBYTE } from "../platform/body.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import { Agents, RegionalActivity, RegionalQuery, Trajectory, TrajectoryQuery } from "./activity.schema.ts";
import { listLocations } from "./list-locations.ts";
import { Location, LocationBody, LocationChange, LocationQuery } from "./locations.schema.ts";
import { listAgents, listLatest } from "./newest.ts";
import { tellRegionalActivity } from "./regional-activity.ts";
import {
  changeLocation,
  createLocation,
  createLocations,
  deleteLocation,
  findLocation,
  tellLocation,
} from "./save-location.ts";
import { tellTrajectory } from "./trajectory.ts";

const path = "/api/v1/agent-location/";
const common = { tag: "Agent locations", access: signedIn } as const;
const list = { ...common, path, name: "Agent Location List" };
const one = { ...common, path: `${path}:id/`, name: "Agent Location Instance" };
const answer = { status: 200, shape: Location };
const row: Route["row"] = (ctx, { params }) => findLocation(ctx, params["id"]);

const told = (name: string, title: string) => ({
  ...common,
  method: "GET" as const,
  path: `${path}${name}/`,
  name: `Agent Location ${title}`,
});

const points: Route[] = [
  route({
    ...list,
    method: "GET",
    summary: "A page of points, the newest first; an agent sees its own.",
    query: LocationQuery,
    answer: { status: 200, shape: envelopeOf(Location) },
    run: (ctx, { url, query }) => listLocations(ctx, url, query),
  }),
  route<unknown, LocationBody | readonly unknown[]>({
    ...list,
    method: "POST",
    summary:
      "Stores a point once, or an array of up to 1,000: a phone's queue. Idempotency-Key is honoured for one point.",
    body: LocationBody,
    bodyIs: "either",
    limitBytes: 8 * MEBIBYTE,
    answer: { status: 201, shape: Location },
    refusals: {
      200: "The point was stored before; or of an array {created, duplicates, errors: [{index, errors}]}.",
      409: "Others are changing the point.",
      422: "The Idempotency-Key was used with another body.",
    },
    run: (ctx, { body, request }) =>
      Array.isArray(body) ? createLocations(ctx, body) : createLocation(ctx, body as LocationBody, request),
  }),
  route({
    ...one,
    method: "GET",
    summary: "One point by its id.",
    answer,
    run: (ctx, { params }) => tellLocation(ctx, params["id"]),
  }),
  ...(["PUT", "PATCH"] as const).map((method) =>
    route({
      ...one,
      method,
      summary: "Changes a point; fields that are left out keep their values.",
      body: method === "PUT" ? LocationBody : LocationChange,
      answer,
      refusals: { 409: "Others are changing the point." },
      row,
      run: (ctx, { params, body }) => changeLocation(ctx, params["id"], body),
    }),
  ),
  route({
    ...one,
    method: "DELETE",
    summary: "Deletes a point softly: sent again, it comes back.",
    answer: { status: 204 },
    run: (ctx, { params }) => deleteLocation(ctx, params["id"]),
  }),
];

export const fieldRoutes: Route[] = [
  ...points,
  route({
    ...told("unique-agents", "Unique Agents"),
    summary: "Each agent with the name and phone of its newest point.",
    answer: { status: 200, shape: Agents },
    run: listAgents,
  }),
  route({
    ...told("latest", "Latest"),
    summary: "The newest point of each agent, the newest first.",
    answer: { status: 200, shape: z.array(Location) },
    run: listLatest,
  }),
  route({
    ...told("trajectory", "Trajectory"),
    summary: "An agent's day: at most 2,000 of its points, its length, the visits along it.",
    query: TrajectoryQuery,
    answer: { status: 200, shape: Trajectory },
    refusals: { 400: "The agent or the date is missing or faulty." },
    run: (ctx, { query }) => tellTrajectory(ctx, query),
  }),
  route({
    ...told("regional-activity", "Regional Activity"),
    summary: "How many points each region has in some days, and how many visits there were.",
    query: RegionalQuery,
    answer: { status: 200, shape: RegionalActivity },
    run: (ctx, { query }) => tellRegionalActivity(ctx, query),
  }),
];
