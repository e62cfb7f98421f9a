/** The OpenAPI document is valid, and says of every route who may, what is sent and every answer. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { openApi, statusesOf } from "../../src/platform/openapi.ts";
import type { Route } from "../../src/platform/route.ts";
import { routes } from "../../workers/routes.ts";

interface Content {
  [type: string]: { schema: unknown; example?: unknown };
}
interface Operation {
  operationId: string;
  summary: string;
  security: Record<string, unknown[]>[];
  parameters: { name: string; in: string }[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { $ref?: string; description?: string; content?: Content }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: {
    responses: Record<string, { description: string; content: Content }>;
    securitySchemes: Record<string, unknown>;
  };
}

const document = JSON.parse(JSON.stringify(openApi(routes))) as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

function operationOf({ method, path }: Route): Operation {
  const found = document.paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

test("the document is OpenAPI 3.1 by a validator that is not ours", async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect(result).toEqual({ valid: true });
  expect(document.openapi).toMatch(/^3\.1\./);
});

test("every reference of the document leads somewhere", () => {
  const links = JSON.stringify(document).match(/"\$ref":"#\/[^"]+"/g) ?? [];
  for (const link of new Set(links)) {
    const steps = link.slice('"$ref":"#/'.length, -1).split("/");
    const target = steps.reduce<unknown>((part, step) => (part as Record<string, unknown>)?.[step], document);
    expect(target, link).toBeTypeOf("object");
  }
});

test("each operation has an id of its own and one sentence of summary", () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operationId, summary } of operations) {
    expect(operationId).toMatch(/^[a-z]\w+$/);
    expect(summary, operationId).toMatch(/^[A-Z0-9].*[.?]$/);
  }
});

test("every refusal that routes share has a description and an example", () => {
  for (const [status, { description, content }] of Object.entries(document.components.responses)) {
    expect(Number(status)).toBeGreaterThanOrEqual(400);
    expect(description).not.toBe("");
    expect(content["application/json"]?.example, status).toBeTypeOf("object");
  }
});

test("the document names the scheme by which callers sign in", () => {
  expect(document.components.securitySchemes["bearer"]).toEqual({
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
});

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
  const operation = operationOf(route);

  test("declares every status that it may answer, each with words or a shared refusal", () => {
    expect(Object.keys(operation.responses).map(Number)).toEqual(statusesOf(route));
    for (const [status, { $ref, description }] of Object.entries(operation.responses))
      expect($ref ?? description, status).toBeTruthy();
  });

  test("says whether it is open to callers without credentials", () => {
    const isOpen = operation.security.some((one) => Object.keys(one).length === 0);
    expect(isOpen).toBe(route.access.anonymous);
    const takesToken = operation.security.some((one) => "bearer" in one);
    expect(takesToken).toBe(route.access.roles.length > 0);
  });

  test("describes its path, its body with an example, and its answer", () => {
    const inPath = operation.parameters.filter((one) => one.in === "path").map(({ name }) => name);
    expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name));
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(route.body ? route.accepts : []);
    for (const { example } of Object.values(operation.requestBody?.content ?? {}))
      expect(example).toBeDefined();
    const answer = operation.responses[route.answer.status]?.content;
    expect(answer !== undefined).toBe(route.answer.shape !== undefined || route.answer.type !== undefined);
  });
});
