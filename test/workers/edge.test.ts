/** What stands before the Worker in `npm start`, with a Worker behind it that tells what came. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopBundling } from "../../scripts/lib/bundle.ts";
import { freePort } from "../../scripts/lib/ports.ts";
import { type Server, serve } from "../../scripts/lib/server.ts";

const WORKER = `
let runs = [];
export default {
  async fetch(request, env) {
    const key = request.headers.get("X-Key");
    const limited = key ? await env.THROTTLE_USER.limit({ key }) : undefined;
    const address = request.headers.get("CF-Connecting-IP");
    return Response.json({ path: new URL(request.url).pathname, address, limited, runs, env: Object.keys(env) });
  },
  scheduled({ cron }) {
    runs.push(cron);
    if (cron === "1 1 1 1 *") throw new Error("This one fails");
  },
};`;

interface Told {
  path: string;
  address: string;
  limited?: { success: boolean };
  runs: string[];
  env: string[];
}

let assets = "";
let origin = "";
let server: Server;

beforeAll(async () => {
  assets = mkdtempSync(join(tmpdir(), "karvon-assets-"));
  writeFileSync(join(assets, "page.txt"), "A page");
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const throttles = { THROTTLE_USER: 3 };
  server = await serve({ code: WORKER, host: "127.0.0.1", port, variables: {}, throttles, assets });
  await stopBundling();
});

afterAll(async () => {
  await server.close();
  rmSync(assets, { recursive: true });
});

async function told(path = "/", headers: Record<string, string> = {}): Promise<Told> {
  const answer = await fetch(origin + path, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Told;
}

test("tells the caller's address, whatever the caller says of it", async () => {
  expect((await told()).address).toBe("127.0.0.1");
  const claims = {
    "CF-Connecting-IP": "10.0.0.1",
    "MF-CF-Blob": JSON.stringify({ clientIp: "10.0.0.1:80" }),
  };
  expect((await told("/", claims)).address).toBe("127.0.0.1");
});

test("answers an asset file itself, and gives every other path to the Worker", async () => {
  expect(await (await fetch(`${origin}/page.txt`)).text()).toBe("A page");
  expect((await told("/page.tx")).path).toBe("/page.tx");
});

test("counts each key's calls of a minute", async () => {
  const successes: (boolean | undefined)[] = [];
  for (let call = 0; call < 5; call++) successes.push((await told("/", { "X-Key": "one" })).limited?.success);
  // A minute may end meanwhile: then the count begins anew.
  expect(successes.slice(0, 3)).toEqual([true, true, true]);
  expect(successes.filter((one) => one).length).toBeLessThanOrEqual(4);
  expect((await told("/", { "X-Key": "two" })).limited).toEqual({ success: true });
});

test("fires a cron by its path, and tells how it ended", async () => {
  const path = `${origin}/cdn-cgi/handler/scheduled?cron=`;
  const good = await fetch(`${path}0+13+*+*+*`);
  expect([good.status, await good.text()]).toEqual([200, "0 13 * * *: ok\n"]);
  const bad = await fetch(`${path}1+1+1+1+*`);
  expect([bad.status, await bad.text()]).toEqual([500, "1 1 1 1 *: exception\n"]);
  // Another site's page in a browser on this machine reaches the Worker alone.
  const strange = await fetch(`${path}2+2+2+2+*`, { headers: { "Sec-Fetch-Site": "cross-site" } });
  expect(((await strange.json()) as Told).path).toBe("/cdn-cgi/handler/scheduled");
  expect((await told()).runs).toEqual(["0 13 * * *", "1 1 1 1 *"]);
});

test("keeps its own bindings from the Worker", async () => {
  const { env } = await told();
  expect(env).toEqual(
    expect.arrayContaining(["DB", "KV", "FILES", "TASKS", "THROTTLE_ANON", "THROTTLE_USER"]),
  );
  expect(env.filter((name) => name.startsWith("EDGE"))).toEqual([]);
});
