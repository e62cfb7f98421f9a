/** MyID's clients: administrators keep them, and each gets its token for its secret. */
import * as z from "zod";
import { admin, signIn } from "../platform/access.ts";
import { envelopeOf } from "../platform/list.ts";
import { type Route, route } from "../platform/route.ts";
import {
  ClientChange,
  ClientCreate,
  ClientCredentials,
  ClientQuery,
  ClientReplace,
  ClientToken,
  MyidClient,
  NewMyidClient,
  NewSecret,
} from "./clients.schema.ts";
import { clientShape, deleteClient, findClient, listClients } from "./clients.store.ts";
import { MYID } from "./configured.ts";
import { changeClient, createClient, giveClientToken, rotateSecret } from "./save-client.ts";
import { keySet } from "./signing-keys.ts";

const list = { ...MYID, path: "/api/v1/myid-client/", name: "Myid Client List", access: admin } as const;
const one = {
  ...MYID,
  path: "/api/v1/myid-client/:id/",
  name: "Myid Client Instance",
  access: admin,
} as const;
const ok = { status: 200, shape: MyidClient };

const Jwk = z.strictObject({
  kty: z.literal("RSA"),
  n: z.string(),
  e: z.string(),
  alg: z.literal("RS256"),
  use: z.literal("sig"),
  kid: z.string(),
});

export const clientRoutes: Route[] = [
  route({
    ...MYID,
    path: "/api/v1/auth/clients/access-token/",
    name: "Myid Access Token",
    method: "POST",
    summary: "A client's access token, for seven days.",
    access: signIn,
    body: ClientCredentials,
    answer: { status: 200, shape: ClientToken },
    run: (ctx, { body }) => giveClientToken(ctx, body),
  }),
  route({
    ...MYID,
    path: "/.well-known/jwks.json",
    name: "Jwks",
    method: "GET",
    summary: "The public keys of MyID's access tokens.",
    access: signIn,
    answer: { status: 200, shape: z.strictObject({ keys: z.array(Jwk) }) },
    run: (ctx) => keySet(ctx.config),
  }),
  route({
    ...list,
    method: "GET",
    summary: "All clients, the newest first.",
    query: ClientQuery,
    answer: { status: 200, shape: envelopeOf(MyidClient) },
    run: (ctx, { url, query }) => listClients(ctx, url, query),
  }),
  route({
    ...list,
    method: "POST",
    summary: "Makes a client; its secret is shown this once.",
    body: ClientCreate,
    answer: { status: 201, shape: NewMyidClient },
    run: (ctx, { body }) => createClient(ctx, body),
  }),
  route({
    ...one,
    method: "GET",
    summary: "One client.",
    answer: ok,
    run: async (ctx, { params }) => clientShape(await findClient(ctx, params["id"])),
  }),
  route({
    ...one,
    method: "PUT",
    summary: "Changes a client; optional fields that are left out keep their values.",
    body: ClientReplace,
    answer: ok,
    row: (ctx, { params }) => findClient(ctx, params["id"]),
    run: (ctx, { params, body }) => changeClient(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "PATCH",
    summary: "Changes some fields of a client; an inactive one's tokens are refused at once.",
    body: ClientChange,
    answer: ok,
    row: (ctx, { params }) => findClient(ctx, params["id"]),
    run: (ctx, { params, body }) => changeClient(ctx, params["id"], body),
  }),
  route({
    ...one,
    method: "DELETE",
    summary: "Takes a client away, and its tokens with it.",
    answer: { status: 204 },
    run: async (ctx, { params }) => void (await deleteClient(ctx, params["id"])),
  }),
  route({
    ...MYID,
    path: "/api/v1/myid-client/:id/rotate/",
    name: "Myid Client Rotate",
    access: admin,
    method: "POST",
    summary: "Gives a client a new secret; the old one, and tokens got with it, work 24 hours more.",
    answer: { status: 200, shape: NewSecret },
    run: (ctx, { params }) => rotateSecret(ctx, params["id"]),
  }),
];
