/** MyID's clients: rows in and out; secrets are there as hashes alone. */
import sql, { join, raw, type Sql } from "sql-template-tag";
import { formatStamp, microseconds, stampOrNull } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { type ListSpec, listOf } from "../platform/list.ts";
import { idOf } from "../platform/numbered-path.ts";
import type { Row } from "../platform/sql.ts";
import type { ClientQuery, MyidClient } from "./clients.schema.ts";

export type ClientRow = {
  id: number;
  client_id: string;
  name: string;
  kind: "app" | "server";
  group: string;
  allowed_fields: string;
  is_active: number;
  secret_number: number;
  old_secret_until: number | null;
  created_at: number;
  last_used_at: number | null;
};

export type ClientValues = Pick<ClientRow, "name" | "kind" | "group" | "allowed_fields" | "is_active">;

const COLUMNS = raw(
  'id, client_id, name, kind, "group", allowed_fields, is_active, secret_number, old_secret_until, created_at, last_used_at',
);

export const clientByName = (clientId: string): Sql =>
  sql`SELECT ${COLUMNS} FROM myid_clients WHERE client_id = ${clientId}`;

export const clientShape = (row: ClientRow): MyidClient => ({
  id: row.id,
  client_id: row.client_id,
  name: row.name,
  kind: row.kind,
  group: row.group,
  allowed_fields: JSON.parse(row.allowed_fields) as string[],
  is_active: row.is_active === 1,
  created_at: formatStamp(row.created_at),
  last_used_at: stampOrNull(row.last_used_at),
});

async function one<R extends Row>(rows: Promise<[R[]]>): Promise<R> {
  const [[row]] = await rows;
  if (!row) throw notFound();
  return row;
}

export const findClient = (ctx: Ctx, id: string | undefined): Promise<ClientRow> =>
  one(ctx.db.read<[ClientRow]>(sql`SELECT ${COLUMNS} FROM myid_clients WHERE id = ${idOf(id)}`));

const column = (name: string) => ({ column: name === "group" ? '"group"' : name });

const LIST = {
  columns: COLUMNS,
  from: raw("myid_clients"),
  orderable: {
    ...Object.fromEntries(
      ["id", "client_id", "name", "kind", "group", "is_active", "created_at"].map((name) => [
        name,
        column(name),
      ]),
    ),
    last_used_at: { column: "last_used_at", nullable: true },
  },
  standard: [{ column: "created_at", descending: true }],
  shape: clientShape,
} satisfies Partial<ListSpec<ClientRow>>;

export function listClients(ctx: Ctx, url: URL, query: ClientQuery) {
  const where: Sql[] = [];
  if (query.kind !== undefined) where.push(sql`kind = ${query.kind}`);
  if (query.group !== undefined) where.push(sql`"group" = ${query.group}`);
  if (query.is_active !== undefined) where.push(sql`is_active = ${Number(query.is_active)}`);
  return listOf<ClientRow>(ctx, url, query, { ...LIST, where });
}

export function insertClient(
  ctx: Ctx,
  values: ClientValues & { client_id: string; secret_hash: string },
): Promise<ClientRow> {
  const row = { ...values, created_at: microseconds(ctx.now) };
  const names = join(Object.keys(row).map((name) => raw(`"${name}"`)));
  return one(
    ctx.db.write<[ClientRow]>(
      sql`INSERT INTO myid_clients (${names}) VALUES (${join(Object.values(row))}) RETURNING ${COLUMNS}`,
    ),
  );
}

/** Sets what is given and nothing else; nothing given leaves the row as it is. */
export function updateClient(
  ctx: Ctx,
  id: string | undefined,
  change: Partial<ClientValues>,
): Promise<ClientRow> {
  const sets = Object.entries(change).map(([name, value]) => sql`${raw(`"${name}"`)} = ${value}`);
  const statement = sets.length ? join(sets) : sql`id = id`;
  return one(
    ctx.db.write<[ClientRow]>(
      sql`UPDATE myid_clients SET ${statement} WHERE id = ${idOf(id)} RETURNING ${COLUMNS}`,
    ),
  );
}

export const deleteClient = (ctx: Ctx, id: string | undefined) =>
  one(ctx.db.write<[Row]>(sql`DELETE FROM myid_clients WHERE id = ${idOf(id)} RETURNING id`));

/** The secret so far becomes the old one; whichever was old before ends now. */
export const replaceSecret = (ctx: Ctx, id: string | undefined, hash: string, oldUntil: number) =>
  one(
    ctx.db.write<[ClientRow]>(
      sql`UPDATE myid_clients SET old_secret_hash = secret_hash, old_secret_until = ${microseconds(oldUntil)},
          secret_hash = ${hash}, secret_number = secret_number + 1
        WHERE id = ${idOf(id)} RETURNING ${COLUMNS}`,
    ),
  );

/** The client that this secret belongs to, and which of its secrets it is: one statement, that of a use. */
export async function useSecret(
  ctx: Ctx,
  clientId: string,
  hash: string,
): Promise<(ClientRow & { used_number: number }) | undefined> {
  const now = microseconds(ctx.now);
  const [[row]] = await ctx.db.write<[ClientRow & { used_number: number }]>(
    sql`UPDATE myid_clients SET last_used_at = ${now}
      WHERE client_id = ${clientId} AND is_active = 1
        AND (secret_hash = ${hash} OR old_secret_hash = ${hash} AND old_secret_until > ${now})
      RETURNING ${COLUMNS}, secret_number - (secret_hash <> ${hash}) AS used_number`,
  );
  return row;
}
