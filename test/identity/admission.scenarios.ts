/** What decides on a caller in SQL, for a write in the same round trip, decides as the row itself does. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { authenticate } from "../../src/identity/check-token.ts";
import { operator, ROLES, signedIn } from "../../src/platform/access.ts";
import { configOf } from "../../src/platform/env.ts";
import { ORIGIN, tokenOf } from "../support/app.ts";
import { cheapPerson, rowOf } from "./people.ts";

const credentialOf = async (token: string, local: boolean) => {
  const request = new Request(ORIGIN, { headers: { Authorization: `Bearer ${token}` } });
  const credential = await authenticate(request, { ...configOf(env), local }, Date.now());
  if (!credential?.condition) throw new Error("An access token has a condition");
  return { ...credential, condition: credential.condition };
};

type Credential = Awaited<ReturnType<typeof credentialOf>>;

async function holds(credential: Credential, roles: typeof operator.roles): Promise<boolean> {
  const { sql: text, values } = credential.condition(roles);
  const row = await env.DB.prepare(`SELECT ${text} AS holds`)
    .bind(...values)
    .first<{ holds: number }>();
  return row?.holds === 1;
}

function admits(
  { admit }: Credential,
  row: Record<string, unknown> | undefined,
  roles: typeof operator.roles,
) {
  try {
    return roles.includes(admit(row).role);
  } catch {
    return false;
  }
}

const both = [0, 1];

test.each(ROLES.filter((role) => role !== "customer"))(
  "of a user of role %s, in every standing",
  async (role) => {
    const seen = new Set<boolean>();
    for (const is_active of both)
      for (const is_demo of both)
        for (const generation of [1, 2])
          for (const local of [true, false]) {
            const who = await cheapPerson(role, { is_active, is_demo });
            const credential = await credentialOf(await tokenOf(who, "access", generation), local);
            for (const { roles } of [operator, signedIn]) {
              const decided = admits(credential, await rowOf(who), roles);
              seen.add(decided);
              const standing = { is_active, is_demo, generation, local, roles };
              expect([standing, await holds(credential, roles)]).toEqual([standing, decided]);
            }
          }
    expect(seen.has(false)).toBe(true);
    expect(seen.has(true)).toBe(role !== "bot");
  },
);

test("of a user who is gone", async () => {
  const credential = await credentialOf(
    await tokenOf({ id: 987_654_321, username: "gone", role: "admin" }),
    true,
  );
  expect(admits(credential, undefined, operator.roles)).toBe(false);
  expect(await holds(credential, operator.roles)).toBe(false);
});
