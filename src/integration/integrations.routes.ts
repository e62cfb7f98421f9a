/** Where data comes from in 1C: administrators keep the settings, everyone signed in sees what there is. */
import * as z from "zod";
import { admin, signedIn } from "../platform/access.ts";
import { type Route, route } from "../platform/route.ts";
import { checkIntegration } from "./check-integration.ts";
import { CheckAnswer, Integration, IntegrationChange, IntegrationWrite } from "./integrations.schema.ts";
import {
  deleteIntegration,
  findIntegration,
  integrationShape,
  listIntegrations,
} from "./integrations.store.ts";
import { changeIntegration, createIntegration } from "./save-integration.ts";

const tag = "Integration";
const list = { path: "/api/v1/integration/", name: "Integration List", tag } as const;
const one = {
  path: "/api/v1/integration/:id/",
  name: "Integration Instance",
  tag,
  access: admin,
} as const;
const ok = { status: 200, shape: Integration };

export const integrationRoutes: Route[] = [
  route({
    ...list,
    access: signedIn,
    method: "GET",
    summary: "All integrations, the newest first, as a bare array.",
    answer: { status: 200, shape: z.array(Integration) },
    run: (ctx) => listIntegrations(ctx),
  }),
  route({
    ...list,
    access: admin,
    method: "POST",
    summary: "Makes an integration. User name and password are never answered.",
    body: IntegrationWrite,
    answer: { status: 201, shape: Integration },
    run: (ctx, { body }) => createIntegration(ctx, body),
  }),
  route({
    ...one,
    method: "GET",
    summary: "One integration.",
    answer: ok,
    run: async (ctx, { params }) => integrationShape(await findIntegration(ctx, params["id"]), true),
  }),
  route({
    ...one,
    method: "PUT",
    summary: "Changes an integration; optional fields that are left out keep their values.",
    body: IntegrationWrite,
    answer: ok,
    row: (ctx, { params }) => findIntegration(ctx, params["id"]),
    run: (ctx, { params, body }) => changeIntegration(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "PATCH",
    summary: "Changes some fields. An address on another server needs its password anew.",
    body: IntegrationChange,
    answer: ok,
    row: (ctx, { params }) => findIntegration(ctx, params["id"]),
    run: (ctx, { params, body }) => changeIntegration(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "DELETE",
    summary: "Deletes an integration softly; its history stays.",
    answer: { status: 204 },
    run: (ctx, { params }) => deleteIntegration(ctx, params["id"]),
  }),
  route({
    method: "POST",
    path: "/api/v1/integration/:id/check/",
    name: "Integration Check",
    summary: "Asks 1C once: what came, or what failed in the words of a failed sync.",
    tag,
    access: admin,
    answer: { status: 200, shape: CheckAnswer },
    run: (ctx, { params }) => checkIntegration(ctx, params["id"]),
  }),
];
