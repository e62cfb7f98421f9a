/** The paths of an entity: the same for projects, clients and nomenklatura. */
import * as z from "zod";
import { anyone, operator, signedIn } from "../platform/access.ts";
import { JSON_TYPE, MEBIBYTE } from "../platform/body.ts";
import type { Ctx } from "../platform/context.ts";
import { queryOf } from "../platform/endpoint.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Input, type Route, route } from "../platform/route.ts";
import type { Entity } from "./entity.ts";
import { findOne, listDuplicates, listResources, objectText } from "./read-resource.ts";
import {
  BulkAnswer,
  bodySchema,
  objectShape,
  pathQuerySchema,
  querySchema,
  type ResourceBody,
  type ResourceQuery,
} from "./resource.schema.ts";
import { changeOne, createOne, deleteOne, unknownProject, upsertBulk } from "./write-resource.ts";

type Asked = Input<ResourceQuery, ResourceBody>;

const contested = { 409: "The code is in several projects, or others are changing the row." };
const once = { 409: contested[409], 422: "The Idempotency-Key was used with another body." };

const faultsOf = ({ ofProject }: Entity): Pick<Route, "faults"> =>
  ofProject ? { faults: unknownProject } : {};

/** What the routes of one path have in common. */
function commonOf(entity: Entity, name: string) {
  const label = entity.name[0]?.toUpperCase() + entity.name.slice(1);
  const common = { tag: label, isAlias: name !== entity.name };
  return {
    list: { ...common, path: `/api/v1/${name}/`, name: `${label} List` },
    one: { ...common, path: `/api/v1/${name}/:code/`, name: `${label} Instance` },
    reads: entity.publicRead ? anyone : signedIn,
  };
}

function listRoutes(entity: Entity, name: string): Route[] {
  const { list, reads } = commonOf(entity, name);
  const shape = objectShape(entity);
  const query = querySchema(entity);
  const bulk = { path: `${list.path}bulk/`, name: `${list.name} Bulk`, tag: list.tag, isAlias: list.isAlias };
  const duplicates = { ...bulk, path: `${list.path}duplicates/`, name: `${list.name} Duplicates` };
  const routes = [
    route({
      ...list,
      method: "GET",
      summary: "A page of the list, the newest first.",
      access: reads,
      query,
      answer: { status: 200, shape: envelopeOf(shape) },
      refusals: entity.publicRead
        ? { 403: "The list would have to be read whole: sign in or add a filter." }
        : {},
      run: (ctx, { url, query: asked }) => listResources(ctx, entity, url, asked),
    }),
    route({
      ...list,
      method: "POST",
      summary: "Makes a row; a deleted one of the same code comes back. Idempotency-Key is honoured.",
      access: operator,
      body: bodySchema(entity, "create"),
      ...faultsOf(entity),
      answer: { status: 201, shape },
      refusals: once,
      run: (ctx, { body, request }) => createOne(ctx, entity, body, request),
    }),
    route({
      ...bulk,
      method: "POST",
      summary: "Makes or changes up to 1,000 rows by their codes; good rows are kept beside bad ones.",
      access: operator,
      body: z.array(z.unknown()),
      bodyIs: "array",
      bodyDocument: z.array(bodySchema(entity, "upsert")),
      accepts: [JSON_TYPE],
      limitBytes: 8 * MEBIBYTE,
      answer: { status: 200, shape: BulkAnswer },
      refusals: contested,
      run: (ctx, { body }) => upsertBulk(ctx, entity, body),
    }),
  ];
  if (!entity.ofProject) return routes;
  const several = route({
    ...duplicates,
    method: "GET",
    summary: "Rows whose code lives in more than one project.",
    access: operator,
    query,
    answer: { status: 200, shape: envelopeOf(shape) },
    run: (ctx, { url, query: asked }) => listDuplicates(ctx, entity, url, asked),
  });
  return [...routes, several];
}

function oneRoutes(entity: Entity, name: string): Route[] {
  const { one, reads } = commonOf(entity, name);
  const query = pathQuerySchema(entity);
  const answer = { status: 200, shape: objectShape(entity) };
  const find = (ctx: Ctx, { params, query: asked }: Pick<Asked, "params" | "query">) =>
    findOne(ctx, entity, params["code"] ?? "", asked);
  const row: Route["row"] = (ctx, { params, url }) => {
    const asked = query.safeParse(queryOf(url));
    return find(ctx, { params, query: asked.data ?? {} });
  };
  return [
    route({
      ...one,
      method: "GET",
      summary: "One row by its code.",
      access: reads,
      query,
      answer,
      refusals: contested,
      run: async (ctx, input) => objectText(ctx, entity, await find(ctx, input)),
    }),
    ...(["PUT", "PATCH"] as const).map((method) =>
      route({
        ...one,
        method,
        summary: "Changes a row; fields that are left out keep their values, and the code cannot change.",
        access: operator,
        query,
        body: bodySchema(entity, method === "PUT" ? "replace" : "change"),
        answer,
        refusals: contested,
        row,
        ...faultsOf(entity),
        run: (ctx, { params, query: asked, body }) =>
          changeOne(ctx, entity, params["code"] ?? "", asked, body),
      }),
    ),
    route({
      ...one,
      method: "DELETE",
      summary: "Deletes a row softly: a later POST of its code brings it back.",
      access: operator,
      query,
      answer: { status: 204 },
      refusals: contested,
      run: (ctx, { params, query: asked }) => deleteOne(ctx, entity, params["code"] ?? "", asked),
    }),
  ];
}

export function resourceRoutes(entity: Entity): Route[] {
  const names = entity.alias ? [entity.name, entity.alias] : [entity.name];
  return names.flatMap((name) => [...listRoutes(entity, name), ...oneRoutes(entity, name)]);
}
