/** The catalogue as its callers see it: in the role that a test asks for, answers as they are. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { type Entity, entities } from "../../src/catalog/entities.ts";
import type { Role } from "../../src/platform/access.ts";
import { ORIGIN, person, type Received, type Sent, send, tokenOf } from "../support/app.ts";

// Thousands of requests in one test may take their time on a machine that has other work.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** What a test reads of an answer is what it expects to be there. */
export type Row = Received["json"];

export interface Page {
  count: number;
  next: string | null;
  previous: string | null;
  results: Row[];
}

export const entityOf = (name: string): Entity => {
  const found = entities.find((one) => one.name === name);
  if (!found) throw new Error(`There is no entity ${name}`);
  return found;
};

export const PROJECTS = "/api/v1/project/";
export const CLIENTS = "/api/v1/client/";
export const PRODUCTS = "/api/v1/nomenklatura/";

export const one = (path: string, code: string, query = "") => `${path}${encodeURIComponent(code)}/${query}`;

let made = 0;
/** A code that no other row has. */
export const fresh = (prefix = "c") => `${prefix}-${(++made).toString(36)}`;

/** A caller may ask 600 times a minute, an anonymous address 120 times. */
const ASKED_BY_ONE = 500;
const callers = new Map<Role, { token: Promise<string>; left: number }>();

export async function tokenFor(role: Role): Promise<string> {
  const known = callers.get(role);
  const caller = known?.left
    ? known
    : { token: person(role).then((who) => tokenOf(who)), left: ASKED_BY_ONE };
  caller.left -= 1;
  callers.set(role, caller);
  return caller.token;
}

export type Caller = Role | "anonymous";

export async function as(role: Caller, path: string, sent: Sent = {}): Promise<Received> {
  if (role !== "anonymous") return send(path, { ...sent, token: await tokenFor(role) });
  const address = `2001:db8::${(++made).toString(16)}`;
  return send(path, { ...sent, headers: { "CF-Connecting-IP": address, ...sent.headers } });
}

export const asOperator = (path: string, sent: Sent = {}) => as("operator", path, sent);
export const change = (path: string, body: unknown, method = "PATCH") => asOperator(path, { method, body });

/** The answer, where it has the status that the test needs to go on. */
export async function expecting(status: number, asked: Promise<Received>): Promise<Row> {
  const received = await asked;
  expect([received.status, received.status === status ? "" : received.text]).toEqual([status, ""]);
  return received.json;
}

export const create = (path: string, body: unknown): Promise<Row> =>
  expecting(201, asOperator(path, { body }));

export const get = (path: string): Promise<Row> => expecting(200, asOperator(path));

export const list = (path: string): Promise<Page> => get(path);

export const bulk = (path: string, rows: unknown): Promise<Row> =>
  expecting(200, asOperator(`${path}bulk/`, { body: rows }));

/** Thousands of rows, none of which is refused. */
export async function fill(path: string, rows: readonly unknown[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    const { errors } = await bulk(path, rows.slice(at, at + 1000));
    expect(errors).toEqual([]);
  }
}

/** The path and query of a link of ours. */
export function inside(link: string | null): string {
  expect(link).toContain(`${ORIGIN}/`);
  return (link ?? "").slice(ORIGIN.length);
}

export interface Cost {
  trips: number;
  rowsRead: number;
  rowsWritten: number;
}

/** What D1's own counters say of a request. */
export function costOf({ headers }: Received): Cost {
  const words = /trips=(\d+) queries=\d+ rows_read=(\d+) rows_written=(\d+)/.exec(
    headers.get("Server-Timing") ?? "",
  );
  expect(words).not.toBeNull();
  const [trips, rowsRead, rowsWritten] = (words ?? []).slice(1).map(Number);
  return { trips: trips ?? NaN, rowsRead: rowsRead ?? NaN, rowsWritten: rowsWritten ?? NaN };
}

export const sql = async (text: string, ...values: unknown[]): Promise<Row[]> =>
  (
    await env.DB.prepare(text)
      .bind(...values)
      .all()
  ).results;

/** An empty catalogue: the tables have no trigger for this, because nothing of ours ever does it. */
export async function emptyCatalog(): Promise<void> {
  const tables = entities.flatMap(({ table }) => [table, `${table}_fts`]);
  const images = ["images", "image_lists", "image_doubts"];
  await env.DB.batch(
    [...tables, ...images, "list_counts", "idempotency_keys"].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
}

/** The next row's id, as if so many had been there before. */
export async function startIdsAfter(entity: Entity, id: number): Promise<void> {
  await sql(
    `INSERT INTO ${entity.table} (id, ${entity.key}, name, is_deleted, created_at, updated_at, fold
      ${entity.name === "nomenklatura" ? ", enrichment_status" : ""})
     VALUES (?1, ?2, 'gone', 1, 1, 1, '' ${entity.name === "nomenklatura" ? ", 'PENDING'" : ""})`,
    id,
    `gone-${id}`,
  );
}
