/** The outside server's tokens in KV: for whom, how long, and readable by nobody. */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { mint } from "../../scripts/lib/integrity-tokens.ts";
import { logged } from "../workers/door.ts";
import { type AppCall, askToken, askUpstreamAs, outcome, upstream, WRONG } from "./customers.ts";

afterEach(() => void vi.useRealTimers());

describe("a token is kept", () => {
  const same =
    (headers: Record<string, string>) =>
    async (switches: string, more: AppCall = {}) =>
      askUpstreamAs(switches, { headers: { ...headers }, ...more });
  const kept = async () => (await env.KV.list({ prefix: "customer-tokens/" })).keys.map(({ name }) => name);

  test("for the same user, password and device: the server is not asked again, nor needed", async () => {
    const asked = same({ "Base-Device-Id": crypto.randomUUID() });
    const first = await asked("");
    expect((await asked("")).json).toEqual(first.json);
    expect((await asked("status=500")).json).toEqual(first.json);
    expect(outcome(await asked("", { password: "wrong" }))).toEqual([401, WRONG]);
    expect((await asked("status=500", { headers: { "Base-Device-Id": crypto.randomUUID() } })).status).toBe(
      502,
    );
    expect((await asked("status=500", { who: { username: "MTT_LOGIN2" } })).status).toBe(502);
  });
  test("without a Base-Device-Id, too", async () => {
    const headers = { "Base-Device-Id": undefined };
    const first = await askUpstreamAs("", { headers });
    expect((await askUpstreamAs("status=500", { headers })).json).toEqual(first.json);
  });
  test("for ten minutes and no longer", async () => {
    const asked = same({ "Base-Device-Id": crypto.randomUUID() });
    const start = Date.now();
    const first = await asked("");
    vi.useFakeTimers({ toFake: ["Date"], now: start + 590_000 });
    expect((await asked("status=500")).json).toEqual(first.json);
    vi.setSystemTime(start + 601_000);
    expect((await asked("status=500")).status).toBe(502);
  });
  test("never past a minute before its own end", async () => {
    const asked = same({ "Base-Device-Id": crypto.randomUUID() });
    const start = Date.now();
    expect((await asked("life=90")).status).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: start + 20_000 });
    expect((await asked("status=500")).status).toBe(200);
    vi.setSystemTime(start + 31_000);
    expect((await asked("status=500")).status).toBe(502);
  });
  test.each(["life=59", "life=0", "kind=opaque"])(
    "never where it ends too soon or does not say when: %s",
    async (switches) => {
      const asked = same({ "Base-Device-Id": crypto.randomUUID() });
      const before = await kept();
      expect((await asked(switches)).status).toBe(200);
      expect(await kept()).toEqual(before);
      expect((await asked("status=500")).status).toBe(502);
    },
  );
  test("encrypted for its own name: moved to another, or under another key, it opens nothing", async () => {
    const device = { "Base-Device-Id": crypto.randomUUID() };
    const before = new Set(await kept());
    const first = await same(device)("");
    const [name = ""] = (await kept()).filter((one) => !before.has(one));
    const sealed = (await env.KV.get(name)) ?? "";
    expect(sealed).not.toContain(first.json.access_token);
    expect(atob(sealed.split(".")[2]?.replaceAll("-", "+").replaceAll("_", "/") ?? "")).not.toContain(
      "MTT_LOGIN",
    );

    const other = { "Base-Device-Id": crypto.randomUUID() };
    await same(other)("");
    const [second = ""] = (await kept()).filter((one) => !before.has(one) && one !== name);
    await env.KV.put(second, sealed);
    expect((await same(other)("status=500")).status).toBe(502);
    const newKey = { TOKEN_ENCRYPTION_KEY: "Zq0v8Rk3m1T7yXw5bNf2Jd9LcHsAoUeGiQpKzVyW4t0=" };
    expect((await same(device)("status=500", { env: newKey })).status).toBe(502);
  });
  test("behind the integrity check: a kept token is nobody's who shows a used one", async () => {
    const headers = { "Base-Device-Id": crypto.randomUUID(), "integrity-token": await mint() };
    expect((await askUpstreamAs("", { headers })).status).toBe(200);
    expect((await askUpstreamAs("", { headers })).status).toBe(403);
  });
  test("or not, when KV is down, which is told in the log alone", async () => {
    const fails = () => Promise.reject(new Error("KV is down"));
    const { value, lines } = await logged(() =>
      askToken({
        who: { username: "MTT_LOGIN" },
        password: "mtt-password",
        env: { ...upstream(), KV: { get: fails, put: fails } },
      }),
    );
    expect(value.status).toBe(200);
    expect(lines).toEqual([expect.objectContaining({ level: "warn", reason: "KV could not be written" })]);
  });
});
