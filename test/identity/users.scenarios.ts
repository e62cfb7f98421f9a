/** Accounts: who may keep them, what each field takes, and what a write leaves alone. */
import { describe, expect, test } from "vitest";
import { User } from "../../src/identity/users.schema.ts";
import { ROLES } from "../../src/platform/access.ts";
import { tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import { asAdmin, LIST, newAccount, pathOf } from "./accounts.ts";
import { cheapPerson, countUsers, rowOf } from "./people.ts";

const FORBIDDEN = { detail: "You do not have permission to perform this action." };
const NOBODY = { detail: "Authentication credentials were not provided." };

describe.each<[string, string, unknown, number]>([
  ["GET", "list", undefined, 200],
  ["POST", "list", newAccount, 201],
  ["GET", "one", undefined, 200],
  ["PUT", "one", newAccount, 200],
  ["PATCH", "one", () => ({ first_name: "A" }), 200],
  ["DELETE", "one", undefined, 204],
])("%s of the %s", (method, where, bodyOf, status) => {
  const body = typeof bodyOf === "function" ? (bodyOf as () => unknown)() : undefined;
  test("is refused without credentials, and to everyone but administrators", async () => {
    const target = await cheapPerson("agent");
    const before = [await countUsers(), await rowOf(target)];
    const path = where === "list" ? LIST : pathOf(target);
    const anonymous = await ask(path, { method, body });
    expect([anonymous.status, anonymous.json]).toEqual([401, NOBODY]);
    for (const role of ROLES.filter((name) => name !== "admin")) {
      const who = await cheapPerson(role);
      const answer = await ask(path, { method, body, token: await tokenOf(who) });
      expect([role, answer.status, answer.json]).toEqual([role, 403, FORBIDDEN]);
    }
    expect([(await countUsers()) - (ROLES.length - 1), await rowOf(target)]).toEqual(before);
  });
  test("works for an administrator, with and without the slash", async () => {
    for (const trim of [0, 1]) {
      const path = where === "list" ? LIST : pathOf(await cheapPerson("agent"));
      const sent = body && method !== "PATCH" ? newAccount() : body;
      const answer = await asAdmin(path.slice(0, path.length - trim), { method, body: sent });
      expect(answer.status).toBe(status);
      if (status === 204) expect(answer.text).toBe("");
      else if (where === "one" || method === "POST") User.parse(answer.json);
    }
  });
});

test.each<[string, string, Record<string, unknown>?]>([
  ["a page that there is not", `${LIST}?page=99999`],
  ["a cursor that is none", `${LIST}?cursor=x`],
  ["a user who cannot be", `${LIST}abc/`],
  ["a user who is not there", `${LIST}99999999/`],
  ["a faulty field", LIST, { username: null }],
  ["the name as password", LIST, { username: "same-as-name", password: "same-as-name" }],
  ["a name that is taken", LIST, { username: "TAKEN", password: "a good password" }],
])("%s is not told to one who may not ask", async (_, path, body) => {
  await asAdmin(LIST, { body: { username: "TAKEN", password: "a good password" } });
  const answer = await ask(path, { body, token: await tokenOf(await cheapPerson("operator")) });
  expect([answer.status, answer.json]).toEqual([403, FORBIDDEN]);
});

describe("a new account", () => {
  test("has the contract's fields in their order, the defaults, and no password in sight", async () => {
    const { username, password } = newAccount();
    const answer = await asAdmin(LIST, { body: { username, password } });
    expect(answer.status).toBe(201);
    expect(Object.entries(answer.json)).toEqual([
      ["id", expect.any(Number)],
      ["username", username],
      ["first_name", ""],
      ["last_name", ""],
      ["email", ""],
      ["role", "agent"],
      ["agent_code", username],
      ["is_active", true],
      ["last_login", null],
      ["date_joined", expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+05:00$/)],
    ]);
    const row = await rowOf(answer.json);
    expect(row.password).toMatch(/^\$scrypt\$/);
    expect(JSON.stringify(row)).not.toContain(password);
    expect((await ask("/api/token/", { body: { username, password } })).status).toBe(200);
  });
  test("takes every field, from a form too, and nothing that is not its own", async () => {
    const given = {
      username: newAccount().username,
      password: "12345678",
      first_name: "Ўктам",
      last_name: "O‘ktamov",
      email: "a@b.uz",
      role: "bot",
      agent_code: "007",
      is_active: "false",
    };
    const more = { id: 5, date_joined: "2000-01-01", last_login: "2000-01-01", token_gen: 9, is_demo: 1 };
    const answer = await asAdmin(LIST, {
      body: new URLSearchParams({ ...given, ...more } as unknown as Record<string, string>),
    });
    const { password: _, ...shown } = given;
    expect(answer.json).toMatchObject({ ...shown, is_active: false, last_login: null });
    expect(await rowOf(answer.json)).toMatchObject({ token_gen: 1, is_demo: 0 });
    expect(answer.json.id).not.toBe(5);
  });
  test("of a name that is taken is refused, and of two at once one is made", async () => {
    const taken = { username: ["user with this username already exists."] };
    const body = newAccount();
    const token = await tokenOf(await cheapPerson("admin"));
    const answers = await Promise.all([1, 2].map(() => ask(LIST, { token, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    const again = await ask(LIST, { token, body });
    expect([again.status, again.json]).toEqual([400, taken]);
    const other = await cheapPerson("agent");
    const renamed = await ask(pathOf(other), { token, method: "PATCH", body: { username: body.username } });
    expect([renamed.status, renamed.json]).toEqual([400, taken]);
    const capital = await ask(LIST, { token, body: { ...body, username: body.username.toUpperCase() } });
    expect(capital.status).toBe(201);
  });
});

const LONG = (limit: number) => [`Ensure this field has no more than ${limit} characters.`];
const faults: [string, Record<string, unknown>, Record<string, string[]>][] = [
  [
    "nothing required",
    { username: undefined, password: undefined },
    { username: ["This field is required."], password: ["This field is required."] },
  ],
  [
    "null",
    {
      username: null,
      password: null,
      first_name: null,
      last_name: null,
      email: null,
      role: null,
      agent_code: null,
      is_active: null,
    },
    Object.fromEntries(
      ["username", "password", "first_name", "last_name", "email", "role", "agent_code", "is_active"].map(
        (name) => [name, ["This field may not be null."]],
      ),
    ),
  ],
  [
    "blanks",
    { username: " ", password: "", agent_code: "", role: "", is_active: "" },
    {
      username: ["This field may not be blank."],
      password: ["This field may not be blank."],
      role: ['"" is not a valid choice.'],
      agent_code: ["This field may not be blank."],
      is_active: ["Must be a valid boolean."],
    },
  ],
  [
    "no texts",
    { username: {}, password: [], first_name: true, email: [] },
    {
      username: ["Not a valid string."],
      password: ["Not a valid string."],
      first_name: ["Not a valid string."],
      email: ["Not a valid string."],
    },
  ],
  [
    "too long",
    {
      username: "u".repeat(151),
      password: "p".repeat(129),
      first_name: "f".repeat(151),
      last_name: "l".repeat(151),
      email: `${"e".repeat(250)}@b.uz`,
      agent_code: "a".repeat(101),
    },
    {
      username: LONG(150),
      password: LONG(128),
      first_name: LONG(150),
      last_name: LONG(150),
      email: LONG(254),
      agent_code: LONG(100),
    },
  ],
  [
    "a wrong e-mail, role and flag",
    { email: "a@b", role: "root", is_active: "maybe" },
    {
      email: ["Enter a valid email address."],
      role: ['"root" is not a valid choice.'],
      is_active: ["Must be a valid boolean."],
    },
  ],
  [
    "NUL characters",
    { username: "a\u0000", first_name: "\u0000" },
    { username: ["Null characters are not allowed."], first_name: ["Null characters are not allowed."] },
  ],
  [
    "a password of 7 characters",
    { password: "1234567" },
    { password: ["Ensure this field has at least 8 characters."] },
  ],
  [
    "a password of 4 surrogate pairs",
    { password: "😀😀😀😀" },
    { password: ["Ensure this field has at least 8 characters."] },
  ],
  [
    "the name as password",
    { username: "same-as-name", password: "Same-As-Name" },
    { password: ["The password is too similar to the username."] },
  ],
];
test.each(faults)(
  "%s: every faulty field is named, in the order of the fields, and nothing is written",
  async (_, given, expected) => {
    const before = await countUsers("agent");
    const answer = await asAdmin(LIST, { body: { ...newAccount(), ...given } });
    expect([answer.status, answer.json]).toEqual([400, expected]);
    expect(Object.keys(answer.json)).toEqual(Object.keys(expected));
    expect(await countUsers("agent")).toBe(before);
  },
);
