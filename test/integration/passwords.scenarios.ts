/** A password is encrypted for its row and its server, goes to no other, and is in no answer and no log. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { fetchItems, findUsable, sealAgain } from "../../src/integration/index.ts";
import { configOf } from "../../src/platform/env.ts";
import { person, send, tokenOf } from "../support/app.ts";
import { projectNamed } from "../support/projects.ts";
import { context } from "./fetches.ts";

const LIST = "/api/v1/integration/";
const SECRET = "p;w/1 махфий";
const KEY = "r3v1Zk0d9wT8xq5YbNf2Jm7LcHsAoUeGiQpKzXyW4tE=";

let token = "";
let project = 0;
beforeAll(async () => {
  token = await tokenOf(await person("admin"));
  project = await projectNamed();
});

const address = (switches = `n=2;auth=${encodeURIComponent(`Админ:${SECRET}`)}`) =>
  `${inject("standIns")}/onec/${switches}/ws/catalog.1cws?wsdl`;

async function made(more: Record<string, unknown> = {}) {
  const body = {
    name: crypto.randomUUID(),
    project,
    wsdl_url: address(),
    username: "Админ",
    password: SECRET,
    ...more,
  };
  const { json } = await send(LIST, { token, body });
  return json as { id: number };
}

const change = (id: number, body: unknown) => send(`${LIST}${id}/`, { method: "PATCH", token, body });
const sealedOf = (id: number) =>
  env.DB.prepare("SELECT password FROM integrations WHERE id = ?").bind(id).first<string>("password");

async function countFetched(id: number, ctx = context()): Promise<number> {
  const row = await findUsable(ctx, id);
  if (!row) throw new Error(`no integration ${id}`);
  let items = 0;
  for await (const _ of fetchItems(ctx, row, "nomenklatura")) items += 1;
  return items;
}

test("it lets 1C be asked, and is nowhere in clear", async () => {
  const said: unknown[] = [];
  const spies = (["log", "info", "warn", "error"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...line) => void said.push(line)),
  );
  const { id } = await made();
  expect(await countFetched(id)).toBe(2);
  const answers = [
    await send(LIST, { token }),
    await send(`${LIST}${id}/`, { token }),
    await change(id, { password: SECRET, chunk_size: 5 }),
    await send(`${LIST}${id}/check/`, { token, method: "POST" }),
    await send(LIST, { token, body: { password: SECRET } }),
  ];
  for (const spy of spies) spy.mockRestore();
  const row = await env.DB.prepare("SELECT * FROM integrations WHERE id = ?").bind(id).first();
  const everything = JSON.stringify([row, said, answers.map(({ text }) => text)]);
  expect(said.length).toBeGreaterThan(4);
  // The stand-in is told the password in its address, where no 1C would have it.
  for (const part of [SECRET, encodeURIComponent(SECRET), Buffer.from(`Админ:${SECRET}`).toString("base64")])
    expect(everything.replaceAll(JSON.stringify(address()).slice(1, -1), "")).not.toContain(part);
});

test("two that are alike do not look alike", async () => {
  const [first, second] = [await made(), await made()];
  expect(await sealedOf(first.id)).toMatch(/^[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
  expect(await sealedOf(first.id)).not.toBe(await sealedOf(second.id));
});

describe("Where it does not belong it opens nothing", () => {
  const UNREADABLE = "The stored password cannot be read: enter it again.";

  test("in another row", async () => {
    const [first, second] = [await made(), await made()];
    await env.DB.prepare("UPDATE integrations SET password = ? WHERE id = ?")
      .bind(await sealedOf(first.id), second.id)
      .run();
    await expect(countFetched(second.id)).rejects.toThrow(UNREADABLE);
  });

  test("at another server's address", async () => {
    const { id } = await made();
    await env.DB.prepare(
      "UPDATE integrations SET wsdl_url = replace(wsdl_url, '127.0.0.1', 'localhost') WHERE id = ?",
    )
      .bind(id)
      .run();
    await expect(countFetched(id)).rejects.toThrow(UNREADABLE);
  });
});

describe("An address", () => {
  const elsewhere = () => address("n=1").replace("127.0.0.1", "localhost");

  test("on another server needs the password again, or none", async () => {
    const { id } = await made();
    const refused = await change(id, { wsdl_url: elsewhere() });
    expect([refused.status, refused.json]).toEqual([
      400,
      {
        password: ["The address is on another server now: enter the password again, or null for none."],
      },
    ]);
    expect(await countFetched(id)).toBe(2);
    expect((await change(id, { wsdl_url: elsewhere(), password: null })).status).toBe(200);
    expect(await sealedOf(id)).toBeNull();
    expect((await change(id, { wsdl_url: address(), password: SECRET })).status).toBe(200);
    expect(await countFetched(id)).toBe(2);
  });

  test("on the same server keeps it", async () => {
    const { id } = await made();
    const auth = encodeURIComponent(`Админ:${SECRET}`);
    expect((await change(id, { wsdl_url: address(`n=3;auth=${auth}`) })).status).toBe(200);
    expect(await countFetched(id)).toBe(3);
  });
});

describe("A new encryption key", () => {
  const config = {
    ...configOf(env),
    ENCRYPTION_KEY: KEY,
    ENCRYPTION_KEY_PREVIOUS: configOf(env).ENCRYPTION_KEY,
  };
  const { ENCRYPTION_KEY_PREVIOUS: _, ...alone } = config;

  test("opens what the one before it closed, and the night moves everything under the new one", async () => {
    const { id } = await made();
    const before = await sealedOf(id);
    expect(await countFetched(id, context({ config }))).toBe(2);
    await expect(countFetched(id, context({ config: alone }))).rejects.toThrow("cannot be read");
    await sealAgain(context({ config }));
    expect(await sealedOf(id)).not.toBe(before);
    expect(await countFetched(id, context({ config: alone }))).toBe(2);
    const moved = await sealedOf(id);
    await sealAgain(context({ config }));
    expect(await sealedOf(id)).toBe(moved);
  });
});
