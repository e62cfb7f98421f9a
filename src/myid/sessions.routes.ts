/** MyID's own protocol, for apps and servers that speak it: open a session, ask how it stands, read the person. */
import type { Access } from "../platform/access.ts";
import { BODY_TYPES, MEBIBYTE } from "../platform/body.ts";
import { type Route, route } from "../platform/route.ts";
import { authenticateMyid } from "./callers.ts";
import { MYID } from "./configured.ts";
import { readSessionBody } from "./read-session-body.ts";
import { DataQuery, OpenedSession, PersonData, SessionBody, SessionStatus } from "./sessions.schema.ts";
import { openSession, readPerson, readStatus } from "./use-sessions.ts";

const opens: Access = { anonymous: false, roles: ["myid_app", "myid_server", "admin"] };
const asks: Access = { anonymous: false, roles: [...opens.roles, "myid_app_session", "myid_server_session"] };
/** What is in an app can be read out of it: no app reads a person's data. */
const reads: Access = { anonymous: false, roles: ["myid_server", "myid_server_session"] };

const protocol = { ...MYID, authenticate: authenticateMyid } as const;
const UPSTREAM = { 502: "MyID failed or cannot be reached.", 504: "MyID did not answer in time." };
const refusals = { ...MYID.refusals, ...UPSTREAM };
const BODY = { accepts: BODY_TYPES, limitBytes: MEBIBYTE };

export const sessionRoutes: Route[] = [
  route({
    ...protocol,
    ...BODY,
    path: "/api/v2/sdk/sessions/",
    name: "Myid Sessions",
    access: opens,
    method: "POST",
    summary: "Opens a session for the SDK; every field is optional.",
    body: SessionBody,
    bodyIs: "raw",
    answer: { status: 200, shape: OpenedSession },
    refusals,
    run: async (ctx, { request }) => openSession(ctx, await readSessionBody(request, ctx.now, BODY), request),
  }),
  ...["/api/v1/sdk/sessions/", "/api/v2/sdk/sessions/"].map((list) =>
    route({
      ...protocol,
      path: `${list}:session_id/`,
      name: "Myid Session",
      access: asks,
      method: "GET",
      summary: "How a session stands: its code once the face has passed, and every try.",
      answer: { status: 200, shape: SessionStatus },
      refusals,
      run: (ctx, { params }) => readStatus(ctx, params["session_id"] ?? ""),
    }),
  ),
  route({
    ...protocol,
    path: "/api/v1/sdk/data/",
    name: "Myid Data",
    access: reads,
    method: "GET",
    summary: "The person behind a code, once: what the client is allowed of it.",
    query: DataQuery,
    answer: { status: 200, shape: PersonData },
    refusals: { ...refusals, 400: "No code, or one that is wrong, used or expired." },
    run: (ctx, { query }) => readPerson(ctx, query),
  }),
];
