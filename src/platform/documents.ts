/** The pages about the service: its OpenAPI document, two ways to read it, and the list of its entities. */
import * as z from "zod";
import { anyone } from "./access.ts";
import { openApi } from "./openapi.ts";
import { JsonText } from "./respond.ts";
import { type Route, route } from "./route.ts";

const HTML = "text/html; charset=utf-8";

const page = (title: string, head: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;

/** What readers of OpenAPI documents ask for; the same text is good for each. */
const SCHEMA_TYPES = ["application/yaml", "application/vnd.oai.openapi", "application/vnd.oai.openapi+json"];

// The scripts and styles are static assets, copied from the npm packages at build.
const swaggerPage = page(
  "Karvon API",
  '<link rel="stylesheet" href="/api/docs/swagger-ui.css">\n<link rel="icon" href="/api/docs/favicon-32x32.png">',
  '<div id="swagger-ui"></div>\n<script src="/api/docs/swagger-ui-bundle.js"></script>\n<script src="/api/docs/initializer.js"></script>',
);
const redocPage = page(
  "Karvon API",
  '<link rel="icon" href="/api/docs/favicon-32x32.png">\n<style>body { margin: 0 }</style>',
  '<redoc spec-url="/api/schema/"></redoc>\n<script src="/api/redoc/redoc.standalone.js"></script>',
);

/** Only our own scripts run, and nothing is fetched from another host. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src blob:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const htmlRoute = (path: string, name: string, summary: string, text: string) =>
  route({
    method: "GET",
    path,
    name,
    summary,
    tag: "Service",
    access: anyone,
    answer: { status: 200, type: HTML, headers: { "Content-Security-Policy": PAGE_POLICY } },
    run: () => text,
  });

/** The addresses of everything that has a list. */
function indexRoute(rooms: readonly Route[]): Route {
  const entities = rooms.flatMap(({ method, path, isAlias }) => {
    const name = /^\/api\/v1\/([a-z-]+)\/$/.exec(path)?.[1];
    return method === "GET" && name && !isAlias ? [name] : [];
  });
  return route({
    method: "GET",
    path: "/api/v1/",
    name: "Api Root",
    summary: "The addresses of the entities.",
    tag: "Service",
    access: anyone,
    answer: { status: 200, shape: z.record(z.string(), z.url()) },
    run: (_, { url }) => Object.fromEntries(entities.map((name) => [name, `${url.origin}/api/v1/${name}/`])),
  });
}

export function documentRoutes(rooms: readonly Route[]): Route[] {
  const index = indexRoute(rooms);
  let document: string | undefined;
  const described: Route[] = [...rooms, index];
  const schema = route({
    method: "GET",
    path: "/api/schema/",
    name: "Schema",
    summary: "This document: OpenAPI 3.1 as JSON, which is valid YAML.",
    tag: "Service",
    access: anyone,
    answer: {
      status: 200,
      shape: z.looseObject({ openapi: z.string() }),
      aliases: SCHEMA_TYPES,
      headers: { Vary: "Accept, Authorization, Accept-Language" },
    },
    run: () => {
      document ??= JSON.stringify(openApi(described));
      return new JsonText(document);
    },
  });
  described.push(schema);
  return [
    index,
    schema,
    htmlRoute("/api/docs/", "Swagger UI", "The API's documentation, to try out.", swaggerPage),
    htmlRoute("/api/redoc/", "ReDoc", "The API's documentation, to read.", redocPage),
  ];
}
