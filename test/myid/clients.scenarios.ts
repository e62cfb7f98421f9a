/** MyID's clients: made once with a secret that is shown once, rotated with a day's grace, ended at once. */
import { env } from "cloudflare:workers";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { MyidClient, NewMyidClient } from "../../src/myid/clients.schema.ts";
import { DATA_PATHS } from "../../src/myid/data-fields.schema.ts";
import { ask } from "../workers/door.ts";
import { asAdmin, CLIENTS, type Client, clientToken, newClient, SESSIONS, TOKEN } from "./clients.ts";

const pathOf = ({ id }: Pick<Client, "id">) => `${CLIENTS}${id}/`;
const INCORRECT = { status: 400, json: { detail: "Incorrect client_id or client_secret" } };
const INVALID = { status: 401, json: { detail: "Invalid token" } };
const rowOf = ({ id }: Pick<Client, "id">) =>
  env.DB.prepare("SELECT * FROM myid_clients WHERE id = ?").bind(id).first<Record<string, unknown>>();
const opens = (token: string) => ask(SESSIONS, { token, body: {} });

describe("a new client", () => {
  test("is an app's in a group of its own that may read the least, and shows its secret this once", async () => {
    const { status, json } = await asAdmin(CLIENTS, { body: { name: "Ilova" } });
    expect(status).toBe(201);
    expect(Object.entries(NewMyidClient.parse(json))).toEqual([
      ["id", expect.any(Number)],
      ["client_id", expect.stringMatching(/^myid_[0-9a-f]{24}$/)],
      ["name", "Ilova"],
      ["kind", "app"],
      ["group", json.client_id],
      ["allowed_fields", ["comparison_value", "job_id"]],
      ["is_active", true],
      ["created_at", expect.stringContaining("+05:00")],
      ["last_used_at", null],
      ["client_secret", expect.stringMatching(/^[\w-]{43}$/)],
    ]);
    const { client_secret, ...shown } = json;
    expect((await asAdmin(pathOf(json))).json).toEqual(shown);
    expect(JSON.stringify((await asAdmin(CLIENTS)).json)).not.toContain(client_secret);
    expect(JSON.stringify(await rowOf(json))).not.toContain(client_secret);
  });

  test.each<[string, Record<string, unknown>, unknown]>([
    ["no name", { name: undefined }, { name: ["This field is required."] }],
    ["an unknown kind", { kind: "bot" }, { kind: ['"bot" is not a valid choice.'] }],
    [
      "an unknown path",
      { allowed_fields: ["job_id", "profile.secret"] },
      { allowed_fields: ['"profile.secret" is not a valid choice.'] },
    ],
    [
      "a path from data down",
      { allowed_fields: ["data.job_id"] },
      { allowed_fields: ['"data.job_id" is not a valid choice.'] },
    ],
    [
      "no list of paths",
      { allowed_fields: "job_id" },
      { allowed_fields: ["Expected a list of field paths."] },
    ],
    ["paths that are no texts", { allowed_fields: [1] }, { allowed_fields: ['"1" is not a valid choice.'] }],
    ["null", { allowed_fields: null }, { allowed_fields: ["This field may not be null."] }],
  ])("with %s is refused", async (_, more, errors) => {
    const { status, json } = await asAdmin(CLIENTS, { body: { name: "A", ...more } });
    expect([status, json]).toEqual([400, errors]);
  });

  test("may be allowed every path of the contract, each once", async () => {
    const { json } = await asAdmin(CLIENTS, {
      body: { name: "A", kind: "server", allowed_fields: [...DATA_PATHS, ...DATA_PATHS] },
    });
    expect(json.allowed_fields).toEqual(DATA_PATHS);
    expect(DATA_PATHS).toContain("profile.common_data.pinfl");
    expect(DATA_PATHS).toContain("profile.address.temporary_registration.date_till");
  });
});

describe("a change", () => {
  test("of name, group, fields and activity is kept; the client_id and the secret are not one's to choose", async () => {
    const client = await newClient("server");
    const change = { name: "B", group: "g", allowed_fields: ["profile"], is_active: false };
    const { json } = await asAdmin(pathOf(client), {
      method: "PATCH",
      body: { ...change, client_id: "mine", client_secret: "mine" },
    });
    expect(MyidClient.parse(json)).toMatchObject({ ...change, client_id: client.client_id, kind: "server" });
    expect((await asAdmin(pathOf(client), { method: "PUT", body: { name: "C" } })).json).toEqual({
      ...json,
      name: "C",
    });
  });

  test("of the kind is refused: a secret that was in an app never becomes a server's", async () => {
    const client = await newClient("app");
    const { status, json } = await asAdmin(pathOf(client), { method: "PATCH", body: { kind: "server" } });
    expect([status, json]).toEqual([
      400,
      { kind: ["The kind of a client cannot change: make another client."] },
    ]);
    expect((await asAdmin(pathOf(client), { method: "PATCH", body: { kind: "app" } })).status).toBe(200);
  });

  test("lists by kind, group and activity", async () => {
    const group = crypto.randomUUID();
    const one = await newClient("app", { group });
    await newClient("server", { group, is_active: false });
    const { json } = await asAdmin(`${CLIENTS}?group=${group}&kind=app&is_active=true`);
    expect([json.count, json.results[0].id]).toEqual([1, one.id]);
    expect(
      (await asAdmin(`${CLIENTS}?group=${group}&ordering=kind`)).json.results.map(
        ({ kind }: { kind: string }) => kind,
      ),
    ).toEqual(["app", "server"]);
  });
});

describe("a client's token", () => {
  test("lives seven days, names the client, and is told as the protocol tells it", async () => {
    const client = await newClient("server");
    const { client_id, client_secret } = client;
    const { status, json } = await ask(TOKEN, {
      body: { client_id, client_secret, grant_type: "client_credentials" },
    });
    expect([status, Object.keys(json)]).toEqual([200, ["access_token", "expires_in", "token_type"]]);
    expect(json).toMatchObject({ expires_in: 604_800, token_type: "Bearer" });
    const { exp = 0, iat = 0, ...claims } = decodeJwt(json.access_token);
    expect(exp - iat).toBe(604_800);
    expect(claims).toMatchObject({
      iss: "karvon",
      aud: "myid",
      sub: client_id,
      scope: "myid:sessions myid:status myid:data",
    });
    expect(decodeProtectedHeader(json.access_token)).toMatchObject({ alg: "RS256", typ: "JWT" });
    expect((await asAdmin(pathOf(client))).json.last_used_at).not.toBeNull();
  });

  test.each<[string, (client: Client) => unknown]>([
    ["a wrong secret", ({ client_id }) => ({ client_id, client_secret: "wrong" })],
    ["an unknown client", ({ client_secret }) => ({ client_id: "nobody", client_secret })],
    ["a secret's hash", ({ client_id }) => ({ client_id, client_secret: "A".repeat(43) })],
    ["another client's secret", ({ client_id }) => ({ client_id, client_secret: OTHER.client_secret })],
  ])("is refused for %s, in the same words", async (_, bodyOf) => {
    OTHER = await newClient("app");
    const client = await newClient("app");
    expect(await ask(TOKEN, { body: bodyOf(client) })).toMatchObject(INCORRECT);
    expect((await asAdmin(pathOf(client))).json.last_used_at).toBeNull();
  });

  test("and every session are refused from the moment that the client is inactive or gone", async () => {
    for (const end of [
      (client: Client) => asAdmin(pathOf(client), { method: "PATCH", body: { is_active: false } }),
      (client: Client) => asAdmin(pathOf(client), { method: "DELETE" }),
    ]) {
      const client = await newClient("app");
      const token = await clientToken(client);
      const { access_token, session_id } = (await opens(token)).json;
      await end(client);
      expect(await opens(token)).toMatchObject(INVALID);
      expect(await ask(`/api/v1/sdk/sessions/${session_id}`, { token: access_token })).toMatchObject(INVALID);
      const { client_id, client_secret } = client;
      expect(await ask(TOKEN, { body: { client_id, client_secret } })).toMatchObject(INCORRECT);
    }
  });

  test("of a client that is gone is not the next one's, and a second DELETE is 404", async () => {
    const client = await newClient("app");
    expect((await asAdmin(pathOf(client), { method: "DELETE" })).status).toBe(204);
    expect((await asAdmin(pathOf(client), { method: "DELETE" })).status).toBe(404);
    expect((await newClient("app")).id).toBeGreaterThan(client.id);
  });
});

let OTHER: Client;

describe("a rotation", () => {
  const rotate = (client: Client) => asAdmin(`${pathOf(client)}rotate/`, { method: "POST" });
  /** As if it had been made so long ago. */
  const age = (client: Client, hours: number) =>
    env.DB.prepare("UPDATE myid_clients SET old_secret_until = old_secret_until - ? WHERE id = ?")
      .bind(hours * 3_600_000_000, client.id)
      .run();

  test("gives a new secret; the old one and tokens got with it work 24 hours more and no longer", async () => {
    const client = await newClient("app");
    const before = await clientToken(client);
    const { status, json } = await rotate(client);
    expect([status, json]).toEqual([200, { client_id: client.client_id, client_secret: expect.any(String) }]);
    const next = { ...client, client_secret: json.client_secret };
    const after = await clientToken(next);
    const between = await clientToken(client);
    await age(client, 23.9);
    for (const token of [before, between, after]) expect((await opens(token)).status).toBe(200);
    await age(client, 0.2);
    for (const token of [before, between]) expect(await opens(token)).toMatchObject(INVALID);
    expect(
      await ask(TOKEN, { body: { client_id: client.client_id, client_secret: client.client_secret } }),
    ).toMatchObject(INCORRECT);
    expect((await opens(after)).status).toBe(200);
    expect((await opens(await clientToken(next))).status).toBe(200);
  });

  test("a second time ends the first secret at once", async () => {
    const client = await newClient("app");
    const token = await clientToken(client);
    await rotate(client);
    await rotate(client);
    expect(await opens(token)).toMatchObject(INVALID);
    expect(
      await ask(TOKEN, { body: { client_id: client.client_id, client_secret: client.client_secret } }),
    ).toMatchObject(INCORRECT);
  });

  test("leaves a session's own token good: it ends with its session", async () => {
    const client = await newClient("app");
    const { access_token, session_id } = (await opens(await clientToken(client))).json;
    await rotate(client);
    await age(client, 25);
    expect((await ask(`/api/v1/sdk/sessions/${session_id}`, { token: access_token })).status).toBe(200);
  });
});
