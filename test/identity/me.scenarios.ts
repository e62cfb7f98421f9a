/** One's own account: seen and changed by everyone signed in, and no way up from there. */
import { describe, expect, test } from "vitest";
import { User } from "../../src/identity/users.schema.ts";
import { PASSWORD, tokenOf } from "../support/app.ts";
import { ask, freshAddress } from "../workers/door.ts";
import { cheapPerson, rowOf } from "./people.ts";

const ME = "/api/v1/users/me/";
const REQUIRED = ["This field is required."];
const WRONG = { old_password: ["The old password is wrong."] };

describe.each(["admin", "operator", "agent", "bot"] as const)("as %s, /me/", (role) => {
  test("is one's own account, from one row in one round trip", async () => {
    const who = await cheapPerson(role);
    const answer = await ask(ME, { token: await tokenOf(who) });
    expect(answer.status).toBe(200);
    expect(User.parse(answer.json)).toMatchObject({ id: who.id, username: who.username, role });
    expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
    expect((await ask(ME, { method: "HEAD", token: await tokenOf(who) })).text).toBe("");
  });
  test("changes names and e-mail, and nothing that only an administrator may", async () => {
    const who = await cheapPerson(role);
    const token = await tokenOf(who);
    const body = {
      first_name: "Азиза",
      last_name: "",
      email: "aziza@b.uz",
      role: "admin",
      is_active: false,
      username: "root",
      agent_code: "X",
      id: 1,
      token_gen: 7,
    };
    const answer = await ask(ME, { method: "PATCH", token, body });
    expect([answer.status, answer.json]).toEqual([
      200,
      expect.objectContaining({
        first_name: "Азиза",
        email: "aziza@b.uz",
        role,
        username: who.username,
        agent_code: who.username,
        is_active: true,
      }),
    ]);
    expect((await ask(ME, { token })).status).toBe(200);
    const faulty = await ask(ME, { method: "PATCH", token, body: { email: "x", first_name: null } });
    expect([faulty.status, Object.keys(faulty.json)]).toEqual([400, ["first_name", "email"]]);
  });
});

test("is nobody's without credentials, and no customer's", async () => {
  for (const method of ["GET", "PATCH"]) {
    const sent = method === "PATCH" ? { method, body: { first_name: "x" } } : { method };
    expect((await ask(ME, sent)).status).toBe(401);
    expect((await ask(ME, { ...sent, token: await tokenOf(await cheapPerson("customer")) })).status).toBe(
      403,
    );
  }
});

test.each(["POST", "PUT", "DELETE"])(
  "%s of /me/ is 405 for whoever is signed in, and changes nothing",
  async (method) => {
    const who = await cheapPerson("bot");
    const before = await rowOf(who);
    const answer = await ask(ME, { method, token: await tokenOf(who) });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, PATCH, HEAD, OPTIONS"]);
    expect(await rowOf(who)).toEqual(before);
    expect((await ask(ME, { method })).status).toBe(401);
  },
);

describe("one's own new password", () => {
  const change = async (body: Record<string, unknown>, address = freshAddress()) => {
    const who = await cheapPerson("agent");
    const token = await tokenOf(who);
    return { who, token, answer: await ask(ME, { method: "PATCH", token, body, address }) };
  };
  test("needs the old one, signs out everywhere, and opens the door from then on", async () => {
    const { who, token, answer } = await change({ password: "a new password", old_password: PASSWORD });
    expect(answer.status).toBe(200);
    expect((await ask(ME, { token })).status).toBe(401);
    const signIn = (password: string) => ask("/api/token/", { body: { username: who.username, password } });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn("a new password")).status).toBe(200);
  });
  test.each<[string, Record<string, unknown>, unknown]>([
    ["without the old one", { password: "a new password" }, { old_password: REQUIRED }],
    ["with a wrong old one", { password: "a new password", old_password: "x" }, WRONG],
    [
      "with the new one as the old one",
      { password: "a new password", old_password: "a new password" },
      WRONG,
    ],
    [
      "with null",
      { password: null, old_password: null },
      { password: ["This field may not be null."], old_password: ["This field may not be null."] },
    ],
    [
      "that is short",
      { password: "short", old_password: PASSWORD },
      { password: ["Ensure this field has at least 8 characters."] },
    ],
    [
      "that is blank",
      { password: "", old_password: PASSWORD },
      { password: ["This field may not be blank."] },
    ],
  ])("%s is refused and changes nothing", async (_, body, expected) => {
    const { who, token, answer } = await change({ ...body, first_name: "Changed" });
    expect([answer.status, answer.json]).toEqual([400, expected]);
    expect(await rowOf(who)).toMatchObject({ first_name: "", token_gen: 1 });
    expect((await ask(ME, { token })).status).toBe(200);
  });
  test("that is the user name is refused", async () => {
    const who = await cheapPerson("agent");
    const body = { password: who.username.toUpperCase(), old_password: PASSWORD };
    const answer = await ask(ME, { method: "PATCH", token: await tokenOf(who), body });
    expect(answer.json).toEqual({ password: ["The password is too similar to the username."] });
  });
  test("is guessed at no faster than at the sign-in: ten tries, then the right one is refused too", async () => {
    const who = await cheapPerson("agent");
    const token = await tokenOf(who);
    const address = freshAddress();
    const guess = (old_password: string) =>
      ask(ME, { method: "PATCH", token, address, body: { password: "a new password", old_password } });
    const answers = await Promise.all(Array.from({ length: 15 }, () => guess("wrong")));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array(10).fill(400),
      ...Array(5).fill(429),
    ]);
    expect((await guess(PASSWORD)).status).toBe(429);
    expect(
      (await ask("/api/token/", { address, body: { username: who.username, password: PASSWORD } })).status,
    ).toBe(429);
  });
  test("set while an administrator deactivates and demotes the user undoes neither", async () => {
    const who = await cheapPerson("operator");
    const admin = await tokenOf(await cheapPerson("admin"));
    const own = ask(ME, {
      method: "PATCH",
      token: await tokenOf(who),
      body: { password: "a new password", old_password: PASSWORD },
    });
    const path = `/api/v1/users/${who.id}/`;
    await Promise.all([
      own,
      ask(path, { method: "PATCH", token: admin, body: { is_active: false, role: "agent" } }),
    ]);
    expect(await rowOf(who)).toMatchObject({ is_active: 0, role: "agent" });
  });
});
