/** What holds for every mounted path as a whole, whatever the methods that it has. */
import { expect, test } from "vitest";
import { endpointsOf } from "../../src/platform/endpoint.ts";
import { routes } from "../../workers/routes.ts";
import { send } from "../support/app.ts";
import { expectHeaders, expectPreflight } from "./house-rules.ts";
import { ask, reach, withoutSlash } from "./route-requests.ts";

const everyPath = test.each(endpointsOf(routes).map((endpoint) => [endpoint.path, endpoint] as const));

everyPath(
  "%s answers 405 with Allow to a method that it lacks, and tells it to nobody who may not call",
  async (path, endpoint) => {
    const { route, address, token } = await reach(path);
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    for (const method of methods.filter((one) => !endpoint.routes.has(one))) {
      const received = await ask(route, { method, path: address, token });
      expectHeaders(received, `${method} ${path}`);
      const text = `{"detail":"Method \\"${method}\\" not allowed."}`;
      expect(received).toMatchObject({ status: 405, text });
      expect(received.headers.get("Allow")).toBe(endpoint.allow);
      const stranger = await ask(route, { method, path: address });
      expect(stranger.status).toBe(endpoint.readsToken ? 401 : 405);
    }
  },
);

everyPath("%s answers OPTIONS to a caller who may, with or without the slash", async (path, endpoint) => {
  const { route, address, token } = await reach(path);
  for (const one of [address, withoutSlash(address)]) {
    const received = await ask(route, { method: "OPTIONS", path: one, token });
    expectHeaders(received, `OPTIONS ${path}`);
    expect(received.status).toBe(200);
    expect(Object.keys(received.json)).toEqual(["name", "description", "renders", "parses"]);
    expect(received.headers.get("Allow")).toBe(endpoint.allow);
  }
  const stranger = await ask(route, { method: "OPTIONS", path: address });
  const reader = endpoint.routes.get("OPTIONS");
  expect(stranger.status).toBe(reader?.access.anonymous ? 200 : 401);
});

everyPath("%s answers a CORS preflight 204 to anyone, with what a browser may send", async (path) => {
  const { route, address } = await reach(path);
  const headers = { Origin: "https://shop.example", "Access-Control-Request-Method": "PATCH" };
  const received = await ask(route, { method: "OPTIONS", path: address, headers });
  expectPreflight(received);
});

test.each([
  [undefined, "application/json"],
  ["application/json", "application/json"],
  ["*/*", "application/json"],
  ["application/yaml", "application/yaml"],
  ["text/html, application/vnd.oai.openapi;q=0.9, application/json;q=0.5", "application/vnd.oai.openapi"],
])("the OpenAPI document is the same text for Accept: %s", async (accept, type) => {
  const plain = await send("/api/schema/");
  const { status, headers, text } = await send("/api/schema/", accept ? { headers: { Accept: accept } } : {});
  expect({ status, type: headers.get("Content-Type") }).toEqual({ status: 200, type });
  expect(text).toBe(plain.text);
  expect(headers.get("Vary")).toContain("Accept,");
});
