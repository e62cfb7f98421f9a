/** The sandbox's page: in the local environment it stands for MyID's SDK. */
import { signIn } from "../platform/access.ts";
import type { Ctx } from "../platform/context.ts";
import type { Config } from "../platform/env.ts";
import { notFound } from "../platform/errors.ts";
import { languageOf } from "../platform/i18n.ts";
import { type Route, route } from "../platform/route.ts";
import { expectMyid, MYID } from "./configured.ts";
import { SandboxQuery, SandboxStep } from "./sandbox.schema.ts";
import { pageOf, type View } from "./sandbox-page.ts";
import { showSandbox, walkSandbox } from "./walk-sandbox.ts";

/** Nothing runs and nothing is loaded: one style, and forms that come back here. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const page = {
  ...MYID,
  path: "/myid/sandbox/:session_id/",
  name: "Myid Sandbox",
  access: signIn,
  expects: (config: Config) => {
    expectMyid(config);
    if (config.MYID_MODE !== "sandbox") throw notFound();
  },
  query: SandboxQuery,
  answer: {
    status: 200,
    type: "text/html; charset=utf-8",
    headers: { "Content-Security-Policy": PAGE_POLICY, "Cache-Control": "private, no-store" },
  },
} as const;

const inLanguage = async (ctx: Ctx, view: Promise<View>, lang: string | undefined) =>
  pageOf(await view, lang === undefined ? ctx.language : languageOf(lang));

export const sandboxRoutes: Route[] = [
  route({
    ...page,
    method: "GET",
    summary: "The step that a played session is at, as a page.",
    run: (ctx, { params, query }) =>
      inLanguage(ctx, showSandbox(ctx, params["session_id"] ?? ""), query.lang),
  }),
  route({
    ...page,
    method: "POST",
    summary: "Takes a step of a played session, and shows the next one.",
    body: SandboxStep,
    run: (ctx, { params, query, body }) =>
      inLanguage(ctx, walkSandbox(ctx, params["session_id"] ?? "", body), query.lang),
  }),
];
