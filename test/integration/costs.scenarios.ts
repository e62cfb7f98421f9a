/** One round trip reads an integration, two write it, however many there are. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { person, type Sent, send, tokenOf } from "../support/app.ts";
import { projectNamed } from "../support/projects.ts";

const LIST = "/api/v1/integration/";
const WSDL = "http://127.0.0.1:9/ws/catalog.1cws?wsdl";
let token = "";
let project = 0;

beforeAll(async () => {
  token = await tokenOf(await person("admin"));
  project = await projectNamed();
  const names = JSON.stringify(Array.from({ length: 500 }, () => crypto.randomUUID()));
  await env.DB.prepare(
    `INSERT INTO integrations (name, project_id, wsdl_url, created_at, updated_at)
     SELECT value, ?1, ?2, 1, 1 FROM json_each(?3)`,
  )
    .bind(project, WSDL, names)
    .run();
});

/** As the server tells its administrators. */
async function costOf(path: string, sent: Sent = {}) {
  const { headers, json } = await send(path, { token, ...sent });
  const told = [...(headers.get("Server-Timing") ?? "").matchAll(/(\w+)=(\d+)(?=[ "])/g)];
  const cost = Object.fromEntries(told.map(([, name = "", value]) => [name, Number(value)]));
  return { json, trips: cost["trips"], read: cost["rows_read"] };
}

const bodyOf = (name: string) => ({ name, project, wsdl_url: WSDL, username: "u", password: "p" });

test("beside five hundred others", async () => {
  const post = await costOf(LIST, { body: bodyOf(crypto.randomUUID()) });
  const one = `${LIST}${post.json.id}/`;
  const get = await costOf(one);
  const changed = { project, wsdl_url: `${WSDL}&a`, password: "q" };
  const patch = await costOf(one, { method: "PATCH", body: changed });
  const put = await costOf(one, { method: "PUT", body: bodyOf(crypto.randomUUID()) });
  const gone = await costOf(one, { method: "DELETE" });
  const costs = [post, get, patch, put, gone];
  expect(costs.map(({ trips }) => trips)).toEqual([2, 1, 2, 2, 2]);
  for (const { read } of costs) expect(read).toBeLessThanOrEqual(14);
  expect((await costOf(LIST)).trips).toBe(1);
});
