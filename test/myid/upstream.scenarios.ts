/** MyID itself behind us: whatever it answers, ours is the document's, and its faults are told in our words. */
import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { OpenedSession, PersonData, SessionStatus } from "../../src/myid/sessions.schema.ts";
import { ask, logged } from "../workers/door.ts";
import { DATA, newPair, sessionRow } from "./clients.ts";
import { open, openedAt, type Upstream, upstream } from "./upstream.ts";

let pair: Awaited<ReturnType<typeof newPair>>;
beforeAll(async () => {
  pair = await newPair({ allowed_fields: ["comparison_value", "pass_data", "job_id", "profile"] });
});

const statusOf = (at: Upstream, id: string, token: string) =>
  ask(`/api/v1/sdk/sessions/${id}`, { token, env: at.env });
const dataOf = (at: Upstream, code: string, token: string, more = "") =>
  ask(`${DATA}?code=${code}${more}`, { token, env: at.env });

describe("a session of MyID", () => {
  test.each(["", "session=id-only", "token_type=bearer", "session=id-only;token_type=bearer", "extra=1"])(
    "with %j is completed to the document's own form, and is MyID's",
    async (switches) => {
      const at = upstream(switches);
      const { status, json } = await open(at, pair.appToken);
      expect(status).toBe(200);
      const session = OpenedSession.parse(json);
      expect(decodeJwt(session.access_token)["sid"]).toBe(session.session_id);
      expect(JSON.stringify(json)).not.toContain("stand-in");
      expect(await at.finish(session.session_id)).toMatch(/^[\da-f-]{36}$/);
    },
  );

  test.each([
    ["expires_in=600", 600],
    ["expires_in=absent", 604_800],
    ["expires_in=0", 604_800],
    ["session=id-only", 604_800],
  ])("with %s ends, with its token, after %d seconds", async (switches, seconds) => {
    const session = await openedAt(upstream(switches), pair.appToken);
    const { exp = 0, iat = 0 } = decodeJwt(session.access_token);
    const row = await sessionRow(session.session_id);
    const kept = (Number(row?.["expires_at"]) - Number(row?.["created_at"])) / 1e6;
    expect([session.expires_in, exp - iat, kept]).toEqual([seconds, seconds, seconds]);
  });

  test("is asked for what was said, in one spelling, and for nothing that was not", async () => {
    const at = upstream();
    await openedAt(at, pair.appToken, {
      phone_number: "+998901234567",
      pass_data: "aa1234567",
      birth_date: "1990-01-15",
      threshold: null,
      more: 1,
    });
    expect((await at.calls()).last_session).toEqual({
      phone_number: "998901234567",
      pass_data: "AA1234567",
      birth_date: "1990-01-15",
    });
    await openedAt(at, pair.appToken);
    expect((await at.calls()).last_session).toEqual({});
  });

  test("costs one call, after the first's token, and is not asked for when its body is faulty", async () => {
    const at = upstream();
    for (const _ of [1, 2, 3]) await openedAt(at, pair.appToken);
    await open(at, pair.appToken, { threshold: 2 });
    expect(await at.calls()).toMatchObject({ token: 1, session: 3 });
  });

  test("is followed by its status, until it has expired here", async () => {
    const at = upstream();
    const { session_id } = await openedAt(at, pair.appToken);
    await at.finish(session_id, 22);
    const before = await statusOf(at, session_id, pair.serverToken);
    expect(SessionStatus.parse(before.json)).toMatchObject({
      status: "in_progress",
      code: null,
      attempts: [{ reason_code: 22 }],
    });
    const code = await at.finish(session_id);
    const after = await statusOf(at, session_id, pair.appToken);
    expect(after.json).toMatchObject({ status: "closed", code, attempts: [{}, { reason_code: 1 }] });
    await env.DB.prepare("UPDATE myid_sessions SET expires_at = 1 WHERE id = ?").bind(session_id).run();
    expect((await statusOf(at, session_id, pair.appToken)).json.status).toBe("expired");
    expect((await at.calls()).status).toBe(2);
  });
});

describe("a person's data", () => {
  test.each(["", "dates=iso;ids=number", "profile=null", "extra=1"])(
    "with %j are read, and go on without what is not known",
    async (switches) => {
      const at = upstream(switches);
      const { session_id } = await openedAt(at, pair.appToken);
      const code = await at.finish(session_id);
      const { status, json } = await dataOf(at, code, pair.serverToken, `&session_id=${session_id}`);
      expect(status).toBe(200);
      PersonData.parse(json);
      const { profile } = json.data;
      if (switches === "profile=null") expect(profile).toBeNull();
      else {
        const isNumber = switches.includes("number");
        expect(profile.common_data.birth_date).toBe(switches.includes("iso") ? "1990-01-15" : "15.01.1990");
        expect(profile.address.permanent_registration.region_id).toBe(isNumber ? 10 : "10");
      }
      expect(await dataOf(at, code, pair.serverToken, `&session_id=${session_id}`)).toMatchObject({
        status: 400,
        json: { detail: "The code is wrong, used or expired" },
      });
    },
  );

  test("of a repeated identification have neither profile nor reuid", async () => {
    const at = upstream();
    const { session_id, access_token } = await openedAt(at, pair.serverToken, { reuid: crypto.randomUUID() });
    const { json } = await dataOf(at, await at.finish(session_id), access_token);
    expect([json.data.profile, json.reuid]).toEqual([null, null]);
  });

  test("of another group's code are refused before MyID is asked for them, however the code is known", async () => {
    const at = upstream();
    const other = await newPair();
    const session = await openedAt(at, pair.appToken);
    await openedAt(at, other.appToken);
    const code = await at.finish(session.session_id);
    for (const more of ["", `&session_id=${session.session_id}`])
      expect((await dataOf(at, code, other.serverToken, more)).status).toBe(400);
    await statusOf(at, session.session_id, pair.appToken);
    expect((await dataOf(at, code, other.serverToken)).status).toBe(400);
    expect((await at.calls()).data).toBe(0);
    expect((await dataOf(at, code, pair.serverToken)).status).toBe(200);
  });

  test("of a code that nobody has shown are found among the group's newest sessions", async () => {
    const at = upstream();
    const own = await newPair();
    await openedAt(at, (await newPair()).appToken);
    const session = await openedAt(at, own.appToken);
    for (const _ of [1, 2, 3]) await openedAt(at, own.appToken);
    expect((await dataOf(at, await at.finish(session.session_id), own.serverToken)).status).toBe(200);
    expect(await at.calls()).toMatchObject({ status: 4, data: 1 });
  });

  test("cost one call where no other group has an open session", async () => {
    const at = upstream();
    const own = await newPair();
    await env.DB.prepare(`DELETE FROM myid_sessions WHERE "group" <> ?`).bind(own.app.group).run();
    const session = await openedAt(at, own.appToken);
    expect((await dataOf(at, await at.finish(session.session_id), own.serverToken)).status).toBe(200);
    expect(await at.calls()).toMatchObject({ status: 0, data: 1 });
  });
});

const FAILED = "MyID answered with an error.";
const UNCLEAR = "MyID's answer could not be understood.";
const OURS = "MyID does not accept this service's credentials.";

describe("a fault of MyID", () => {
  test.each<[string, number, string, string]>([
    ...["detail", "err", "text", "list", "html"].map((error): [string, number, string, string] => [
      `status=500;error=${error}`,
      502,
      FAILED,
      "myid: failed, status 500",
    ]),
    ["status=503", 502, FAILED, "myid: failed, status 503"],
    ["status=404", 502, FAILED, "myid: failed, status 404"],
    ["status=302", 502, FAILED, "myid: failed, status 302"],
    ["status=401", 502, OURS, "myid: not_accepted, status 401"],
    ["on=token;status=400", 502, OURS, "myid: not_accepted, status 400"],
    ["on=token;status=401;error=text", 502, OURS, "myid: not_accepted, status 401"],
    ["on=token;status=500", 502, FAILED, "myid: failed, status 500"],
    ["on=token;malformed=no-token", 502, UNCLEAR, "myid: malformed, token: access_token"],
    ["malformed=no-id", 502, UNCLEAR, "myid: malformed, session: session_id"],
    ["malformed=short-id", 502, UNCLEAR, "myid: malformed, session: session_id"],
    ["malformed=html", 502, UNCLEAR, "myid: malformed, session: the whole"],
    ["malformed=empty", 502, UNCLEAR, "myid: malformed, session: the whole"],
    ["malformed=cut", 502, UNCLEAR, "myid: malformed, session: the whole"],
    ["malformed=list", 502, UNCLEAR, "myid: malformed, session: the whole"],
    ["malformed=huge", 502, UNCLEAR, "myid: malformed, more than 1 MiB"],
  ])(
    "%s is answered %d, in our words, with its reason in the log",
    async (switches, status, detail, reason) => {
      const { value, lines } = await logged(() => open(upstream(switches), pair.appToken));
      expect([value.status, value.json]).toEqual([status, { detail }]);
      expect(lines.at(-1)).toMatchObject({ level: "info", status, reason });
    },
  );

  test("that is no server at all is told as that", async () => {
    const at = { ...upstream(), env: { ...upstream().env, MYID_HOST: "http://127.0.0.1:9" } };
    expect(await open(at, pair.appToken)).toMatchObject({
      status: 502,
      json: { detail: "MyID cannot be reached." },
    });
  });

  test.each([
    ["status=422;error=list", { birth_date: ["MyID refuses this value."] }],
    ["status=422;error=text", { non_field_errors: ["MyID refuses this value."] }],
    ["status=400;error=err", { non_field_errors: ["MyID refuses this value."] }],
  ])("%s says that the caller's values are refused, without its words", async (switches, errors) => {
    const { status, json } = await open(upstream(switches), pair.appToken, {
      pass_data: "AA1234567",
      birth_date: "1990-01-15",
    });
    expect([status, json]).toEqual([400, { detail: "Invalid session parameters", errors }]);
  });

  test.each([
    ["30", "30"],
    ["9999", null],
    ["Wed, 25 Nov 2026", null],
  ])("with Retry-After %s hands on what makes sense", async (header, expected) => {
    const { headers } = await open(
      upstream(`status=429;retry_after=${encodeURIComponent(header)}`),
      pair.appToken,
    );
    expect(headers.get("Retry-After")).toBe(expected);
  });

  test.each([
    "on=status;status=500",
    "on=status;malformed=html",
    "on=data;status=500",
    "on=data;malformed=no-data",
    "profile=broken",
  ])("in a later call, %s, is answered 502 too", async (switches) => {
    const at = upstream(switches);
    const { session_id, access_token } = await openedAt(at, pair.serverToken);
    const code = await at.finish(session_id);
    const answer = switches.startsWith("on=status")
      ? await statusOf(at, session_id, access_token)
      : await dataOf(at, code, access_token);
    expect(answer.status).toBe(502);
  });

  test("on opening leaves no session behind", async () => {
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM myid_sessions").first("n");
    const before = await count();
    await open(upstream("status=500"), pair.appToken);
    expect(await count()).toBe(before);
  });
});
