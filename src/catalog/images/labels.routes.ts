/** Paths of the statuses and sources of pictures. */
import * as z from "zod";
import { operator, signedIn } from "../../platform/access.ts";
import { envelopeOf } from "../../platform/list.ts";
import { type Route, route } from "../../platform/route.ts";
import {
  Source,
  SourceBody,
  SourceChange,
  SourceQuery,
  Status,
  StatusBody,
  StatusChange,
} from "./labels.schema.ts";
import {
  changeLabel,
  createLabel,
  deleteLabel,
  findLabel,
  type Labels,
  listSources,
  listStatuses,
  SOURCES,
  STATUSES,
} from "./labels.store.ts";

type Values = Parameters<typeof createLabel>[2];

interface Kind {
  path: string;
  name: string;
  labels: Labels;
  shape: z.ZodType;
  whole: z.ZodType<Values>;
  change: z.ZodType<Values>;
}

/** Both kinds are made, changed and deleted alike; pictures show the change at once. */
function writesOf({ path, name, labels, shape, whole, change }: Kind): Route[] {
  const tag = "Images";
  const one = { path: `${path}:id/`, name: `${name} Instance`, tag };
  const row: Route["row"] = (ctx, { params }) => findLabel(ctx, labels, params["id"]);
  return [
    route({
      path,
      name: `${name} List`,
      tag,
      method: "POST",
      summary: "Makes one.",
      access: operator,
      body: whole,
      answer: { status: 201, shape },
      run: (ctx, { body }) => createLabel(ctx, labels, body),
    }),
    route({
      ...one,
      method: "GET",
      summary: "One by its id.",
      access: signedIn,
      answer: { status: 200, shape },
      run: (ctx, { params }) => findLabel(ctx, labels, params["id"]),
    }),
    ...(["PUT", "PATCH"] as const).map((method) =>
      route({
        ...one,
        method,
        summary: "Changes one; fields that are left out keep their values.",
        access: operator,
        body: method === "PUT" ? whole : change,
        answer: { status: 200, shape },
        row,
        run: (ctx, { params, body }) => changeLabel(ctx, labels, params["id"], body),
      }),
    ),
    route({
      ...one,
      method: "DELETE",
      summary: "Deletes one softly: pictures that had it have none from then on.",
      access: operator,
      answer: { status: 204 },
      run: (ctx, { params }) => deleteLabel(ctx, labels, params["id"]),
    }),
  ];
}

const status = { path: "/api/v1/image-status/", name: "Image Status" };
const source = { path: "/api/v1/image-source/", name: "Image Source" };

export const labelRoutes: Route[] = [
  route({
    path: status.path,
    name: `${status.name} List`,
    tag: "Images",
    method: "GET",
    summary: "The active statuses in their order.",
    access: signedIn,
    answer: { status: 200, shape: z.array(Status) },
    run: (ctx) => listStatuses(ctx),
  }),
  route({
    path: source.path,
    name: `${source.name} List`,
    tag: "Images",
    method: "GET",
    summary: "Those who uploaded pictures, the newest first.",
    access: signedIn,
    query: SourceQuery,
    answer: { status: 200, shape: envelopeOf(Source) },
    run: (ctx, { url, query }) => listSources(ctx, url, query),
  }),
  ...writesOf({ ...status, labels: STATUSES, shape: Status, whole: StatusBody, change: StatusChange }),
  ...writesOf({ ...source, labels: SOURCES, shape: Source, whole: SourceBody, change: SourceChange }),
];
