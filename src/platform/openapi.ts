/** The OpenAPI 3.1 document, from the same routes and schemas that the requests go through. */
import * as z from "zod";
import { JSON_TYPE } from "./body.ts";
import { exampleOf } from "./examples.ts";
import { type Route, typeOf } from "./route.ts";

type Json = Record<string, unknown>;

/** What each refusal looks like; the texts are the contract's. */
const REFUSALS: Readonly<Record<number, { description: string; example: Json }>> = {
  400: {
    description: "The body or the query breaks a rule; every faulty field is named.",
    example: { name: ["This field is required."] },
  },
  401: {
    description: "No credentials where they are needed, or a token that is not good.",
    example: { detail: "Authentication credentials were not provided." },
  },
  403: {
    description: "The caller may not do this.",
    example: { detail: "You do not have permission to perform this action." },
  },
  404: { description: "There is no such row or page.", example: { detail: "Not found." } },
  405: { description: "The path lacks this method.", example: { detail: 'Method "PUT" not allowed.' } },
  406: {
    description: "Nothing that the caller accepts is served here.",
    example: { detail: "Could not satisfy the request Accept header." },
  },
  413: {
    description: "The body is over the limit.",
    example: { detail: "Request body is too large: the limit is 1 MiB." },
  },
  415: {
    description: "The body's media type is not read here.",
    example: { detail: 'Unsupported media type "text/plain" in request.' },
  },
  429: {
    description: "Too many requests; Retry-After says when to come back.",
    example: { detail: "Request was throttled. Expected available in 60 seconds." },
  },
  500: {
    description: "Our fault; X-Request-Id finds it in the log.",
    example: { detail: "Internal server error" },
  },
};

/** Every status that a route may answer with, beside its own. */
export function statusesOf(one: Route): number[] {
  const found = new Set([404, 406, 429, 500, ...Object.keys(one.refusals).map(Number)]);
  if (one.access.roles.length) found.add(401).add(403);
  if (one.query || one.body) found.add(400);
  if (one.body) found.add(413).add(415);
  if (one.method === "GET" && one.access.anonymous) found.add(304);
  found.add(one.answer.status);
  return [...found].sort((a, b) => a - b);
}

/** zod leaves them out where a value is read into another, which is every field here. */
function keepExamples({ zodSchema, jsonSchema: document }: { zodSchema: unknown; jsonSchema: Json }): void {
  const { examples } = z.globalRegistry.get(zodSchema as z.ZodType) ?? {};
  if (examples) document["examples"] = examples;
}

/** Takes a schema's named parts out into the components and refers to them there. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _,
    $defs = {},
    id,
    ...body
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: keepExamples }) as Json;
  for (const [name, { id: __, ...part }] of Object.entries($defs as Record<string, Json>))
    components[name] = relink(part);
  if (typeof id !== "string") return relink(body);
  components[id] = relink(body);
  return { $ref: `#/components/schemas/${id}` };
}

/** The bounds of every JavaScript integer say nothing, and readers take them for examples. */
const withoutBounds = (_key: string, value: unknown) =>
  Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER ? undefined : value;

const relink = (part: Json): Json =>
  JSON.parse(JSON.stringify(part, withoutBounds).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

function parametersOf(one: Route): Json[] {
  const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inHeader = (one.headers ?? []).map(({ name, example, required }) => ({
    name,
    in: "header",
    required,
    schema: { type: "string" },
    ...(example === undefined ? {} : { example }),
  }));
  if (!one.query) return [...inPath, ...inHeader];
  const { properties = {} } = jsonSchema(one.query, "input", {});
  const inQuery = Object.entries(properties as Record<string, Json>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: "query",
      required: false,
      ...(description ? { description } : {}),
      schema: Object.keys(schema).length ? schema : { type: "string" },
    }),
  );
  return [...inPath, ...inHeader, ...inQuery];
}

function answerOf(one: Route, components: Json): Json {
  const { status, shape } = one.answer;
  if (!shape && !one.answer.type) return { description: status === 204 ? "Done; no body." : "Done." };
  const schema = shape ? jsonSchema(shape, "output", components) : { type: "string" };
  const types = [typeOf(one), ...(one.answer.aliases ?? [])];
  return { description: "Done.", content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function responsesOf(one: Route, components: Json): Json {
  const responses: Json = {};
  for (const status of statusesOf(one)) {
    const own = one.refusals[status];
    if (status === one.answer.status) responses[status] = answerOf(one, components);
    else if (status === 304) responses[status] = { description: "Not changed since that ETag." };
    else if (own || !REFUSALS[status]) {
      const shape = one.answer.others?.[status];
      const schema = shape ? jsonSchema(shape, "output", components) : { type: "object" };
      responses[status] = { description: own ?? "Refused.", content: { [JSON_TYPE]: { schema } } };
    } else responses[status] = { $ref: `#/components/responses/${status}` };
  }
  return responses;
}

function requestOf({ body, bodyDocument, accepts }: Route, components: Json): Json | undefined {
  if (!body) return undefined;
  const schema = jsonSchema(bodyDocument ?? body, "input", components);
  const name = String(schema["$ref"] ?? "").replace("#/components/schemas/", "");
  const example = exampleOf((components[name] as Json | undefined) ?? schema);
  return { required: true, content: Object.fromEntries(accepts.map((type) => [type, { schema, example }])) };
}

function operationOf(one: Route, components: Json): Json {
  const { summary, tag, access } = one;
  const requestBody = requestOf(one, components);
  return {
    operationId: `${one.method.toLowerCase()}${one.path.replace(/\W+(\w)/g, (_, letter: string) => `_${letter}`).replace(/\W/g, "")}`,
    summary,
    tags: [tag],
    security: access.anonymous ? [{}, ...(access.roles.length ? [{ bearer: [] }] : [])] : [{ bearer: [] }],
    parameters: parametersOf(one),
    ...(requestBody && { requestBody }),
    responses: responsesOf(one, components),
  };
}

export function openApi(routes: readonly Route[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operationOf(one, schemas) };
  }
  const responses = Object.fromEntries(
    Object.entries(REFUSALS).map(([status, { description, example }]) => [
      status,
      { description, content: { [JSON_TYPE]: { schema: { type: "object" }, example } } },
    ]),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Karvon",
      version: "1",
      description: "The edge backend of an e-catalogue: catalogue, 1C, Excel, pictures, reports, identity.",
      license: { name: "Proprietary", url: "https://karvon.example/licence" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      responses,
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}
