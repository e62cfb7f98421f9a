/** What a change of an account sets, what it leaves alone, and which accounts there are not. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { PASSWORD, tokenOf } from "../support/app.ts";
import { ask, logged } from "../workers/door.ts";
import { asAdmin, LIST, newAccount, pathOf } from "./accounts.ts";
import { cheapPerson, countUsers, rowOf } from "./people.ts";

const MISSING = { detail: "Not found." };

describe("a change", () => {
  test("by PATCH sets what is sent and nothing else; an empty one is no fault", async () => {
    const who = await cheapPerson("agent");
    const before = await rowOf(who);
    const named = await asAdmin(pathOf(who), { method: "PATCH", body: { first_name: " Лола " } });
    expect([named.status, named.json.first_name]).toEqual([200, "Лола"]);
    expect(await rowOf(who)).toEqual({
      ...before,
      first_name: "Лола",
      fold: expect.stringContaining("лола") as unknown,
    });
    expect((await asAdmin(pathOf(who), { method: "PATCH", body: {} })).json).toEqual(named.json);
  });
  test("by PUT needs the name, and keeps every optional value that is left out", async () => {
    const who = await cheapPerson("operator");
    await asAdmin(pathOf(who), {
      method: "PATCH",
      body: { first_name: "A", last_name: "B", email: "a@b.uz", agent_code: "X" },
    });
    const before = await rowOf(who);
    const bare = await asAdmin(pathOf(who), { method: "PUT", body: {} });
    expect([bare.status, bare.json]).toEqual([400, { username: ["This field is required."] }]);
    const username = newAccount().username;
    expect((await asAdmin(pathOf(who), { method: "PUT", body: { username } })).status).toBe(200);
    expect(await rowOf(who)).toEqual({ ...before, username, fold: expect.any(String) as unknown });
    const after = await asAdmin(pathOf(who), { method: "PUT", body: { username, email: "", role: "agent" } });
    expect(after.json).toMatchObject({ email: "", role: "agent", first_name: "A" });
  });
  test("of two fields by two callers at once loses neither", async () => {
    const who = await cheapPerson("agent");
    const token = await tokenOf(await cheapPerson("admin"));
    await Promise.all(
      [{ first_name: "A" }, { last_name: "B" }, { email: "c@d.uz" }].map((body) =>
        ask(pathOf(who), { method: "PATCH", token, body }),
      ),
    );
    expect(await rowOf(who)).toMatchObject({ first_name: "A", last_name: "B", email: "c@d.uz" });
  });
  test("of the id is ignored, and the password rules hold here too", async () => {
    const who = await cheapPerson("agent");
    expect(
      (await asAdmin(pathOf(who), { method: "PATCH", body: { id: 1, role: "bot" } })).json,
    ).toMatchObject({
      id: who.id,
      role: "bot",
    });
    for (const password of ["short", who.username.toUpperCase()])
      expect((await asAdmin(pathOf(who), { method: "PATCH", body: { password } })).status).toBe(400);
    const both = await asAdmin(pathOf(who), {
      method: "PATCH",
      body: { username: "new-name-1", password: "new-name-1" },
    });
    expect(both.json).toEqual({ password: ["The password is too similar to the username."] });
    expect((await rowOf(who)).username).toBe(who.username);
  });
});

test("deletion deactivates, once; the account stays to be read and can be woken again", async () => {
  const who = await cheapPerson("agent");
  expect((await asAdmin(pathOf(who), { method: "DELETE" })).status).toBe(204);
  const again = await asAdmin(pathOf(who), { method: "DELETE" });
  expect([again.status, again.json]).toEqual([404, MISSING]);
  expect((await asAdmin(pathOf(who))).json).toMatchObject({ id: who.id, is_active: false });
  expect((await ask("/api/token/", { body: { username: who.username, password: PASSWORD } })).status).toBe(
    401,
  );
  expect((await asAdmin(pathOf(who), { method: "PATCH", body: { is_active: true } })).json.is_active).toBe(
    true,
  );
  expect((await ask("/api/token/", { body: { username: who.username, password: PASSWORD } })).status).toBe(
    200,
  );
});

test.each([
  "abc",
  "0",
  "-1",
  "1.5",
  "1e3",
  "٣",
  "%00",
  "1%2F2",
  "1%20",
  "999999999999999999999",
  "99999999",
  "constructor",
  "%E0%A4%A",
])("there is no user %s, by any method and before any fault of the body", async (id) => {
  const token = await tokenOf(await cheapPerson("admin"));
  for (const method of ["GET", "HEAD", "DELETE", "PUT", "PATCH"])
    for (const sent of [
      {},
      ...(method.startsWith("P")
        ? [{ body: "{" }, { body: "x", headers: { "Content-Type": "text/plain" } }]
        : []),
    ]) {
      const answer = await ask(`${LIST}${id}/`, { method, token, ...sent });
      expect([method, answer.status, answer.json]).toEqual([
        method,
        404,
        method === "HEAD" ? undefined : MISSING,
      ]);
    }
});

test("a caller's row rides along: reading one account is one round trip of two rows, a list one of three statements", async () => {
  const admin = await cheapPerson("admin");
  const token = await tokenOf(admin);
  const { lines } = await logged(async () => {
    await ask(pathOf(admin), { token });
    await ask(`${LIST}?page_size=1`, { token });
  });
  expect(lines[0]).toMatchObject({ trips: 1, queries: 2, rows_read: 2, rows_written: 0, user_id: admin.id });
  expect(lines[1]).toMatchObject({ trips: 1, queries: 3, rows_written: 0 });
});

test("nothing is written for a caller who was demoted, deactivated or signed out of everything a moment ago", async () => {
  const target = await cheapPerson("agent");
  for (const change of ["role = 'agent'", "is_active = 0", "token_gen = 2"]) {
    const admin = await cheapPerson("admin");
    const token = await tokenOf(admin);
    await env.DB.prepare(`UPDATE users SET ${change} WHERE id = ?`).bind(admin.id).run();
    const before = [await countUsers(), await rowOf(target)];
    expect((await ask(LIST, { token, body: newAccount() })).status).toBeOneOf([401, 403]);
    expect((await ask(pathOf(target), { token, method: "PATCH", body: { role: "admin" } })).status).toBeOneOf(
      [401, 403],
    );
    expect((await ask(pathOf(target), { token, method: "DELETE" })).status).toBeOneOf([401, 403]);
    expect([await countUsers(), await rowOf(target)]).toEqual(before);
  }
});
