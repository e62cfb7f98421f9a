/** The users table: rows in and out, and the one statement that every caller's request carries. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Role } from "../platform/access.ts";
import { formatStamp, microseconds, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import type { Config } from "../platform/env.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { searchSql } from "../platform/filters.ts";
import { message } from "../platform/i18n.ts";
import { type ListSpec, listOf } from "../platform/list.ts";
import { idOf } from "../platform/numbered-path.ts";
import { foldText } from "../platform/search.ts";
import { isDuplicate } from "../platform/sql.ts";
import type { Claims } from "./tokens.ts";
import type { User, UserQuery } from "./users.schema.ts";

export type UserRow = {
  id: number;
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  role: Role;
  agent_code: string;
  is_active: number;
  is_demo: number;
  password: string;
  token_gen: number;
  last_login: number | null;
  date_joined: number;
};

/** What a write sets; id, generation and stamps are the store's own. */
export type UserValues = Pick<
  UserRow,
  "username" | "first_name" | "last_name" | "email" | "role" | "agent_code" | "is_active" | "password"
>;

const COLUMNS = raw(
  "id, username, first_name, last_name, email, role, agent_code, is_active, is_demo, password, token_gen, last_login, date_joined",
);

export const userById = (id: number): Sql => sql`SELECT ${COLUMNS} FROM users WHERE id = ${id}`;
export const userByName = (username: string): Sql =>
  sql`SELECT ${COLUMNS} FROM users WHERE username = ${username}`;

/** The demo users' passwords stand in the documentation: they are nobody outside the local environment. */
export const isWelcome = (user: UserRow, config: Config) => config.local || user.is_demo === 0;

/** Whether a user's access token lets in, as `admit` decides on the row: in SQL, for writes of the same transaction. */
export const isAdmitted = (
  { userId, generation }: Pick<Claims, "userId" | "generation">,
  config: Config,
  roles: readonly string[],
): Sql =>
  sql`EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND is_active = 1 AND token_gen = ${generation}
    AND is_demo <= ${Number(config.local)} AND role IN (${roles.length ? join(roles) : null}))`;

export const userShape = (row: UserRow): User => ({
  id: row.id,
  username: row.username,
  first_name: row.first_name,
  last_name: row.last_name,
  email: row.email,
  role: row.role,
  agent_code: row.agent_code,
  is_active: row.is_active === 1,
  last_login: stampOrNull(row.last_login),
  date_joined: formatStamp(row.date_joined),
});

export async function findUser(ctx: Ctx, id: string | undefined): Promise<UserRow> {
  const row = await ctx.db.first<UserRow>(userById(idOf(id)));
  if (!row) throw notFound();
  return row;
}

const LIST = {
  columns: COLUMNS,
  from: raw("users"),
  orderable: {
    id: { column: "id" },
    username: { column: "username" },
    first_name: { column: "first_name" },
    last_name: { column: "last_name" },
    email: { column: "email" },
    role: { column: "role" },
    agent_code: { column: "agent_code" },
    is_active: { column: "is_active" },
    last_login: { column: "last_login", nullable: true },
    date_joined: { column: "date_joined" },
  },
  standard: [{ column: "date_joined", descending: true }],
  shape: userShape,
} satisfies Partial<ListSpec<UserRow>>;

export function listUsers(ctx: Ctx, url: URL, query: UserQuery) {
  const { role, is_active } = query;
  const where = searchSql(query.search, "fold");
  if (role !== undefined) where.push(sql`role = ${role}`);
  if (is_active !== undefined) where.push(sql`is_active = ${Number(is_active)}`);
  return listOf<UserRow>(ctx, url, query, { ...LIST, where });
}

const foldOf = (values: UserValues) =>
  foldText(values.username, values.first_name, values.last_name, values.email);

const taken = () =>
  invalid({
    username: [message("{model} with this {field} already exists.", { model: "user", field: "username" })],
  });

async function writeOne(ctx: Ctx, statement: Sql): Promise<UserRow> {
  try {
    const [[row]] = await ctx.db.write<[UserRow]>(statement);
    if (!row) throw notFound();
    return row;
  } catch (fault) {
    throw isDuplicate(fault, "users.username") ? taken() : fault;
  }
}

export function insertUser(ctx: Ctx, values: UserValues): Promise<UserRow> {
  const row = { ...values, date_joined: microseconds(ctx.now), fold: foldOf(values) };
  const names = join(Object.keys(row).map((name) => raw(name)));
  return writeOne(
    ctx,
    sql`INSERT INTO users (${names}) VALUES (${join(Object.values(row))}) RETURNING ${COLUMNS}`,
  );
}

/**
 * Sets what is given and nothing else, so that a change of another column at the same time stays. A password,
 * another role or deactivation raises the generation: every token of the user is refused from then on.
 */
export function updateUser(ctx: Ctx, row: UserRow, change: Partial<UserValues>): Promise<UserRow> {
  const sets = Object.entries(change).map(([name, value]) => sql`${raw(name)} = ${value}`);
  sets.push(sql`fold = ${foldOf({ ...row, ...change })}`);
  if (change.password !== undefined) sets.push(sql`token_gen = token_gen + 1`);
  else
    sets.push(sql`token_gen = token_gen +
      (role <> ${change.role ?? raw("role")} OR is_active > ${change.is_active ?? raw("is_active")})`);
  return writeOne(ctx, sql`UPDATE users SET ${join(sets)} WHERE id = ${row.id} RETURNING ${COLUMNS}`);
}
