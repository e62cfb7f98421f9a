/** A person's data in the sandbox: a server's alone, once, in time, and no more than it is allowed. */
import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { DATA_FIELDS } from "../../src/myid/data-fields.schema.ts";
import { PersonData } from "../../src/myid/sessions.schema.ts";
import { ask } from "../workers/door.ts";
import { DATA, newPair } from "./clients.ts";
import { dataPath, FORBIDDEN, opened, recognised, statusPath, WRONG_CODE } from "./walks.ts";

describe("a person's data", () => {
  const everything = { allowed_fields: ["comparison_value", "pass_data", "job_id", "profile"] };

  test("are a server's alone, once, for its own group's code", async () => {
    const { appToken, serverToken } = await newPair(everything);
    const session = await opened(appToken);
    const code = await recognised(session);
    expect(code).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    for (const token of [appToken, session.access_token])
      expect(await ask(dataPath(code), { token })).toMatchObject(FORBIDDEN);
    expect(await ask(dataPath(code), { token: (await newPair()).serverToken })).toMatchObject(WRONG_CODE);
    const answers = await Promise.all([1, 2, 3].map(() => ask(dataPath(code), { token: serverToken })));
    const [good, ...rest] = answers.sort((a, b) => a.status - b.status);
    expect(good?.status).toBe(200);
    for (const refused of rest) expect(refused).toMatchObject(WRONG_CODE);
    const { data, reuid } = PersonData.parse(good?.json);
    expect(Object.keys(data)).toEqual(Object.keys(DATA_FIELDS));
    expect(reuid).toEqual({ expires_at: expect.any(Number), value: expect.stringMatching(/^[\da-f-]{36}$/) });
    const { json } = await ask(statusPath(session.session_id), { token: serverToken });
    expect(json).toMatchObject({
      status: "closed",
      code: null,
      attempts: [{ job_id: data["job_id"], reason_code: 1 }],
    });
  });

  test("are good for a server's session token, for its own session's code alone", async () => {
    const { serverToken } = await newPair();
    const [one, other] = [await opened(serverToken), await opened(serverToken)];
    expect(decodeJwt(one.access_token)["scope"]).toBe("myid:status myid:data");
    const code = await recognised(one);
    expect(await ask(dataPath(code), { token: other.access_token })).toMatchObject(WRONG_CODE);
    expect((await ask(dataPath(code), { token: one.access_token })).status).toBe(200);
  });

  test("are refused five minutes after the code, and without one", async () => {
    const { appToken, serverToken } = await newPair();
    const session = await opened(appToken);
    const code = await recognised(session);
    const passed = (seconds: number) =>
      env.DB.prepare("UPDATE myid_sessions SET code_until = code_until - ? WHERE id = ?")
        .bind(seconds * 1e6, session.session_id)
        .run();
    await passed(301);
    expect(await ask(dataPath(code), { token: serverToken })).toMatchObject(WRONG_CODE);
    expect((await ask(statusPath(session.session_id), { token: appToken })).json.code).toBeNull();
    await passed(-60);
    expect((await ask(dataPath(code), { token: serverToken })).status).toBe(200);
    for (const query of ["", "?code=", "?code=null"])
      expect(await ask(DATA + query, { token: serverToken })).toMatchObject({
        status: 400,
        json: { detail: "Code parameter is required" },
      });
  });

  test.each<[string[], unknown]>([
    [["comparison_value", "job_id"], { comparison_value: expect.any(Number), job_id: expect.any(String) }],
    [[], {}],
    [["profile.contacts.email"], { profile: { contacts: { email: null } } }],
    [
      ["profile.common_data.pinfl", "profile.address.permanent_registration.region_id"],
      {
        profile: {
          common_data: { pinfl: expect.stringMatching(/^9\d{13}$/) },
          address: { permanent_registration: { region_id: expect.any(String) } },
        },
      },
    ],
    [
      ["profile.address.temporary_registration.mfy"],
      { profile: { address: { temporary_registration: null } } },
    ],
  ])("hold of %j exactly that", async (allowed_fields, expected) => {
    const { appToken, serverToken } = await newPair({ allowed_fields });
    const { json } = await ask(dataPath(await recognised(await opened(appToken))), { token: serverToken });
    expect(json.data).toEqual(expected);
  });

  test("of a repeated identification have no profile and no reuid", async () => {
    const { appToken, serverToken } = await newPair(everything);
    const session = await opened(appToken, { reuid: crypto.randomUUID() });
    const { json } = await ask(dataPath(await recognised(session)), { token: serverToken });
    expect([json.data.profile, json.reuid]).toEqual([null, null]);
  });
});
