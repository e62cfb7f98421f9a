/** The database as one counted door: the caller rides along, and nothing is written for one who is not let in. */
import { env } from "cloudflare:workers";
import sql from "sql-template-tag";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { admin, anyone, type Role } from "../../src/platform/access.ts";
import { type Credential, Ctx } from "../../src/platform/context.ts";
import { configOf } from "../../src/platform/env.ts";
import { ApiError, badToken } from "../../src/platform/errors.ts";
import { Log } from "../../src/platform/log.ts";
import { Db, isDuplicate } from "../../src/platform/sql.ts";

beforeAll(async () => {
  await env.DB.prepare("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)").run();
});
beforeEach(async () => {
  await env.DB.prepare("DELETE FROM things").run();
  await env.DB.prepare("INSERT INTO things VALUES (1, 'a'), (2, 'b'), (3, 'c')").run();
});

const ONE = sql`SELECT name FROM things WHERE id = ${1}`;
const ALL = sql`SELECT name FROM things`;
const ADD = sql`INSERT INTO things (name) VALUES (${"d"}) RETURNING id`;
const count = async () => env.DB.prepare("SELECT count(*) AS n FROM things").first<number>("n");

/** A caller whose row says what he may; `role` undefined is one whose token has ended. */
const credentialOf = (role: Role | undefined): Credential => ({
  userId: 7,
  throttleKey: "7",
  statement: sql`SELECT 7 AS id, ${role ?? null} AS role`,
  admit(row) {
    if (!row?.["role"]) throw badToken("Token is invalid or expired");
    return { id: 7, role: row["role"] as Role, row };
  },
});

const ctxOf = (access = admin, credential?: Credential) =>
  new Ctx(env, {
    now: 0,
    config: configOf(env),
    log: new Log({}),
    requestId: "r",
    waitUntil: () => undefined,
    access,
    credential,
  });

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (fault: unknown) => (fault instanceof ApiError ? fault.status : fault),
  );

describe("a read", () => {
  test("carries the caller's row in its own round trip, and only the first one does", async () => {
    const ctx = ctxOf(admin, credentialOf("admin"));
    expect(ctx.actor).toBeUndefined();
    expect(() => ctx.user).toThrow("before the first read");
    expect(await ctx.db.rows(ONE)).toEqual([{ name: "a" }]);
    expect(ctx.user).toMatchObject({ id: 7, role: "admin" });
    expect(ctx.db.stats).toMatchObject({ trips: 1, queries: 2 });
    expect(await ctx.db.read(ONE, ALL)).toHaveLength(2);
    expect(ctx.db.stats).toMatchObject({ trips: 2, queries: 4 });
  });
  test.each([
    ["whose token has ended", undefined, admin, 401],
    ["whose role may not", "agent", admin, 403],
    ["whose role may not on a public path", "customer", anyone, 403],
  ] as const)("by a caller %s hands out nothing", async (_, role, access, status) => {
    const ctx = ctxOf(access, credentialOf(role));
    expect(await statusOf(ctx.db.rows(ALL))).toBe(status);
    expect(ctx.db.stats.trips).toBe(1);
    expect(await statusOf(ctx.db.first(ONE))).toBe(status);
  });
  test("by nobody, where nobody is let in, is refused without the database's opinion", async () => {
    const ctx = ctxOf(admin);
    expect(await statusOf(ctx.db.admit())).toBe(401);
    expect(ctx.db.stats.trips).toBe(0);
  });
  test("by nobody on a public path is a read like any other", async () => {
    const ctx = ctxOf(anyone);
    expect(await ctx.db.first(ONE)).toEqual({ name: "a" });
    expect([ctx.actor, ctx.db.stats.queries]).toEqual([undefined, 1]);
  });
  test("that finds nothing finds undefined", async () => {
    expect(await ctxOf(anyone).db.first(sql`SELECT name FROM things WHERE id = ${9}`)).toBeUndefined();
  });
});

describe("a write", () => {
  test.each([
    ["whose token has ended", undefined, 401],
    ["whose role was taken away", "operator", 403],
  ] as const)("by a caller %s never happens", async (_, role, status) => {
    const ctx = ctxOf(admin, credentialOf(role));
    expect(await statusOf(ctx.db.write(ADD))).toBe(status);
    expect(await statusOf(ctx.db.write(ADD))).toBe(status);
    expect(ctx.db.stats.rowsWritten).toBe(0);
    expect(await count()).toBe(3);
  });
  test("by nobody never happens", async () => {
    expect(await statusOf(ctxOf(admin).db.write(ADD))).toBe(401);
    expect(await count()).toBe(3);
  });
  test("by an admitted caller costs no further round trip for that", async () => {
    const ctx = ctxOf(admin, credentialOf("admin"));
    await ctx.db.read(ONE);
    expect(await ctx.db.write(ADD)).toEqual([[{ id: 4 }]]);
    expect(ctx.db.stats).toMatchObject({ trips: 2, queries: 3, rowsWritten: 2 });
  });
  test("of several statements is all or nothing", async () => {
    const ctx = ctxOf(anyone);
    const fault: unknown = await ctx.db
      .write(ADD, sql`INSERT INTO things (name) VALUES (${"a"})`)
      .catch((one: unknown) => one);
    expect(isDuplicate(fault, "things.name")).toBe(true);
    expect(isDuplicate(fault, "things.id")).toBe(false);
    expect(isDuplicate("UNIQUE constraint failed: things.name", "things.name")).toBe(false);
    expect(await count()).toBe(3);
  });
  test("of a queue message or a cron needs nobody", async () => {
    const db = new Db(env.DB);
    await db.admit();
    await db.write(ADD);
    expect([db.stats.trips, await count()]).toEqual([1, 4]);
  });
});

test("rows read and written are D1's own count, and the log's names for them are its fields", async () => {
  const db = new Db(env.DB);
  await db.read(ONE, ALL);
  expect(db.stats).toMatchObject({ trips: 1, queries: 2, rowsRead: 4, rowsWritten: 0 });
  expect(db.logged).toEqual({ trips: 1, queries: 2, rows_read: 4, rows_written: 0 });
});

test("reads at once are each decided, and none slips through undecided", async () => {
  const ctx = ctxOf(admin, credentialOf("agent"));
  const statuses = await Promise.all([1, 2, 3].map(() => statusOf(ctx.db.rows(ALL))));
  expect(statuses).toEqual([403, 403, 403]);
});
