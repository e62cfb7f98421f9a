/** Integrations are kept by administrators, seen by everyone signed in, and their passwords by nobody. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/platform/access.ts";
import { type Person, person, type Sent, send, tokenOf } from "../support/app.ts";
import { projectNamed } from "../support/projects.ts";

const LIST = "/api/v1/integration/";
const one = (id: number) => `${LIST}${id}/`;
const WSDL = "http://127.0.0.1:9/base/ws/catalog.1cws?wsdl";
const PASSWORD = "жуда махфий 5ecret";

const people = new Map<Role, Person>();
let project = 0;

beforeAll(async () => {
  for (const role of ["admin", "operator", "agent"] as const) people.set(role, await person(role));
  project = await projectNamed();
});

async function as(role: Role, path: string, sent: Sent = {}) {
  const who = people.get(role);
  return send(path, { ...sent, token: who && (await tokenOf(who)) });
}

let count = 0;
const bodyWith = (more: Record<string, unknown> = {}) => {
  count += 1;
  return { name: `1C ${count}`, project, wsdl_url: WSDL, ...more };
};
const made = async (more: Record<string, unknown> = {}) => {
  const { status, json, text } = await as("admin", LIST, { body: bodyWith(more) });
  expect(status, text).toBe(201);
  return json;
};
const change = (id: number, body: unknown, method = "PATCH") => as("admin", one(id), { method, body });
const storedAt = (id: number) =>
  env.DB.prepare("SELECT * FROM integrations WHERE id = ?").bind(id).first<Record<string, unknown>>();

test("one is made with the contract's defaults and shape", async () => {
  const json = await made({ name: "Asosiy 1C" });
  const { code_1c, name } = (await env.DB.prepare("SELECT code_1c, name FROM projects WHERE id = ?")
    .bind(project)
    .first<{ code_1c: string; name: string }>()) ?? { code_1c: "", name: "" };
  expect(json).toEqual({
    id: expect.any(Number),
    name: "Asosiy 1C",
    project,
    project_name: name,
    project_code_1c: code_1c,
    wsdl_url: WSDL,
    method_nomenklatura: "GetProductList",
    method_clients: "GetClientList",
    chunk_size: 50,
    description: null,
    is_active: true,
    is_deleted: false,
    created_at: expect.stringMatching(/\+05:00$/),
    updated_at: json.created_at,
    sync_nomenklatura_minutes: null,
    sync_clients_minutes: null,
  });
  expect(Object.keys(json).slice(0, 6)).toEqual([
    "id",
    "name",
    "project",
    "project_name",
    "project_code_1c",
    "wsdl_url",
  ]);
  expect((await as("admin", one(json.id))).json).toEqual(json);
});

test("the list is a bare array, newest first, whose addresses agents do not see", async () => {
  const [first, second] = [await made(), await made()];
  const asOperator = (await as("operator", LIST)).json;
  expect(asOperator.slice(0, 2)).toEqual([second, first]);
  const asAgent = (await as("agent", LIST)).json;
  expect(asAgent.slice(0, 2)).toEqual([second, first].map((row) => ({ ...row, wsdl_url: null })));
});

test.each(["operator", "agent"] as const)(
  "%s cannot make, read, change, check or delete one",
  async (role) => {
    const { id } = await made();
    const asked = [
      await as(role, LIST, { body: bodyWith() }),
      await as(role, one(id)),
      await as(role, one(id), { method: "PATCH", body: { name: "x" } }),
      await as(role, `${one(id)}check/`, { method: "POST" }),
      await as(role, one(id), { method: "DELETE" }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  },
);

describe("What does not fit is refused by field", () => {
  test.each([
    ["name", { name: "" }, "This field may not be blank."],
    ["project", { project: 999_999 }, 'Invalid pk "999999" - object does not exist.'],
    ["project", { project: "x" }, "A valid integer is required."],
    ["wsdl_url", { wsdl_url: "srv-1c/base" }, "Enter a valid URL."],
    ["wsdl_url", { wsdl_url: "ftp://1c.uz/base" }, "Enter a valid URL."],
    [
      "wsdl_url",
      { wsdl_url: "http://10.1.2.3/base" },
      "This host may not be called: it is on a private network, or not among the allowed hosts.",
    ],
    [
      "wsdl_url",
      { wsdl_url: "http://a:b@127.0.0.1/" },
      "Put the user name and the password into their own fields, not into the address.",
    ],
    [
      "wsdl_url",
      { wsdl_url: `http://127.0.0.1/${"x".repeat(500)}` },
      "Ensure this field has no more than 500 characters.",
    ],
    ["chunk_size", { chunk_size: 0 }, "Ensure this value is greater than or equal to 1."],
    [
      "sync_nomenklatura_minutes",
      { sync_nomenklatura_minutes: 4 },
      "Ensure this value is greater than or equal to 5.",
    ],
    [
      "sync_clients_minutes",
      { sync_clients_minutes: 10_081 },
      "Ensure this value is less than or equal to 10080.",
    ],
    [
      "method_clients",
      { method_clients: "Get<Client" },
      "A method's name has letters, digits, dots, dashes and underscores alone.",
    ],
    ["password", { password: "x".repeat(256) }, "Ensure this field has no more than 255 characters."],
    [
      "description",
      { description: "x".repeat(32_001) },
      "Ensure this field has no more than 32000 characters.",
    ],
  ])("%s", async (field, more, message) => {
    const { status, json } = await as("admin", LIST, { body: bodyWith(more) });
    expect([status, json]).toEqual([400, { [field]: [message] }]);
  });

  test("a name that another has, unless that one is deleted", async () => {
    const { id, name } = await made();
    const taken = { name: ["integration with this name already exists."] };
    expect((await as("admin", LIST, { body: bodyWith({ name }) })).json).toEqual(taken);
    const other = await made();
    expect((await change(other.id, { name })).json).toEqual(taken);
    expect((await as("admin", one(id), { method: "DELETE" })).status).toBe(204);
    expect((await change(other.id, { name })).status).toBe(200);
  });
});

test("a change sets what it names and keeps the rest; PUT needs what POST needs", async () => {
  const { id, name, ...rest } = await made({ username: "u", password: PASSWORD, description: "<p>a</p>" });
  const changed = await change(id, { chunk_size: 700, sync_nomenklatura_minutes: 30, is_active: false });
  expect(changed.json).toEqual({
    ...rest,
    id,
    name,
    chunk_size: 700,
    sync_nomenklatura_minutes: 30,
    is_active: false,
    updated_at: expect.any(String),
  });
  expect((await change(id, { sync_nomenklatura_minutes: "" })).json.sync_nomenklatura_minutes).toBeNull();
  const sealed = (await storedAt(id))?.["password"];
  expect((await change(id, { name }, "PUT")).json).toEqual({
    project: ["This field is required."],
    wsdl_url: ["This field is required."],
  });
  const put = await change(id, { name: "Put", project, wsdl_url: WSDL }, "PUT");
  expect(put.json).toMatchObject({ name: "Put", chunk_size: 700, description: "<p>a</p>" });
  expect((await storedAt(id))?.["password"]).toBe(sealed);
});

test("a deleted one is gone everywhere, and its project says so", async () => {
  const own = await projectNamed();
  const { id } = await made({ project: own });
  const isIntegration = () =>
    env.DB.prepare("SELECT is_integration FROM projects WHERE id = ?").bind(own).first("is_integration");
  expect(await isIntegration()).toBe(1);
  expect((await as("admin", one(id), { method: "DELETE" })).status).toBe(204);
  expect(await isIntegration()).toBe(0);
  for (const method of ["GET", "DELETE"]) expect((await as("admin", one(id), { method })).status).toBe(404);
  expect((await change(id, { name: "x" })).status).toBe(404);
  expect((await as("admin", `${one(id)}check/`, { method: "POST" })).status).toBe(404);
  expect((await as("admin", LIST)).json.map((row: { id: number }) => row.id)).not.toContain(id);
});

test("of a deleted project the number stays, and no name", async () => {
  const own = await projectNamed();
  const { id } = await made({ project: own });
  await env.DB.prepare("UPDATE projects SET is_deleted = 1 WHERE id = ?").bind(own).run();
  expect((await as("admin", one(id))).json).toMatchObject({
    project: own,
    project_name: null,
    project_code_1c: null,
  });
});
