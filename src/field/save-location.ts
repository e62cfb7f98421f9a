/** Points written: one by one, a phone's whole queue at once, changed and deleted; each is stored once. */
import { contested } from "../catalog/index.ts";
import { ownAgentOf } from "../identity/index.ts";
import type { Ctx } from "../platform/context.ts";
import { readElements } from "../platform/elements.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { type Message, message, translate } from "../platform/i18n.ts";
import { type Idempotency, idempotencyOf } from "../platform/idempotency.ts";
import { JsonText, Reply } from "../platform/respond.ts";
import { isDuplicate, type Row } from "../platform/sql.ts";
import { type LocationRow, locationText } from "./location-text.ts";
import { LocationBody } from "./locations.schema.ts";
import {
  deleteSql,
  givenValues,
  insertLocations,
  locationById,
  locationMade,
  numberOf,
  sameLocation,
  updateLocation,
  type Values,
} from "./locations.store.ts";
import { expectOwn, expectVisible } from "./own-agent.ts";

const objectText = (row: LocationRow) => new JsonText(locationText(row));

/** The row that an earlier request under the same Idempotency-Key made. */
async function madeBefore(ctx: Ctx, made: string): Promise<JsonText> {
  const row = await ctx.db.first<LocationRow>(locationMade(made));
  if (!row) throw notFound();
  return objectText(row);
}

/** What was made meanwhile under the same key, where that is why the write failed. */
async function overtaken(ctx: Ctx, once: Idempotency | undefined, fault: unknown): Promise<JsonText> {
  if (!once || !isDuplicate(fault, "idempotency_keys.key")) throw fault;
  return madeBefore(ctx, once.made(await ctx.db.rows(once.find)) ?? "");
}

export async function createLocation(ctx: Ctx, body: LocationBody, request: Request) {
  const once = await idempotencyOf(ctx, request, JSON.stringify(body));
  const same = sameLocation(body);
  const [stored, kept = []] = await ctx.db.read<[LocationRow, ...Row[]]>(same, ...(once ? [once.find] : []));
  expectOwn(ctx, body.agent_code);
  const made = once?.made(kept);
  if (made !== undefined) return madeBefore(ctx, made);
  if (stored[0]) return new Reply(200, objectText(stored[0]));
  try {
    const keep = once?.keep(numberOf(body)) ?? [];
    const [row] = await insertLocations<LocationRow>(ctx, [body], "all", keep);
    if (row) return objectText(row);
  } catch (fault) {
    return overtaken(ctx, once, fault);
  }
  // Somebody sent the same point between the two.
  const [row] = await ctx.db.rows<LocationRow>(same);
  if (!row) throw contested();
  return new Reply(200, objectText(row));
}

const NOT_OWN = "You do not have permission to perform this action.";

/** A phone's queue: good points are kept beside bad ones. */
export async function createLocations(ctx: Ctx, elements: readonly unknown[]) {
  await ctx.db.admit();
  const own = ownAgentOf(ctx);
  const { good, bad } = readElements(LocationBody, elements);
  const mine = good.filter(({ body }) => own === undefined || body.agent_code === own);
  for (const { index, body } of good)
    if (own !== undefined && body.agent_code !== own)
      bad.push({ index, errors: { agent_code: [message(NOT_OWN)] } });
  const made = mine.length
    ? await insertLocations<{ id: number }>(
        ctx,
        mine.map(({ body }) => body),
        "id",
      )
    : [];
  const errors = bad.sort((a, b) => a.index - b.index);
  const duplicates = mine.length - made.length;
  return new Reply(200, { created: made.length, duplicates, errors: translate(errors, ctx.language) });
}

const notUnique = (): Record<string, Message[]> => ({
  non_field_errors: [
    message("The fields {names} must make a unique set.", { names: "agent_code, device_id, logged_at" }),
  ],
});

export async function findLocation(ctx: Ctx, id: string | undefined): Promise<LocationRow> {
  return expectVisible(ctx, await ctx.db.first<LocationRow>(locationById(id)));
}

export const tellLocation = async (ctx: Ctx, id: string | undefined) =>
  objectText(await findLocation(ctx, id));

/** The values that differ from the row's. */
const changed = (row: LocationRow, given: Values): Values =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => row[name] !== value));

const ATTEMPTS = 5;

/** PUT and PATCH: what is left out keeps its value. */
export async function changeLocation(ctx: Ctx, id: string | undefined, body: LocationBody) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await findLocation(ctx, id);
    const change = changed(before, givenValues(body));
    expectOwn(ctx, (change["agent_code"] ?? before.agent_code) as string);
    if (!Object.keys(change).length) return objectText(before);
    try {
      const row = await updateLocation(ctx, before, change);
      if (row) return objectText(row);
    } catch (fault) {
      throw isDuplicate(fault, "agent_locations.agent_code") ? invalid(notUnique()) : fault;
    }
  }
  throw contested();
}

/** Soft: the same point sent again brings the row back. */
export async function deleteLocation(ctx: Ctx, id: string | undefined): Promise<void> {
  const { id: number } = await findLocation(ctx, id);
  const [gone] = await ctx.db.write<[{ id: number }]>(deleteSql(ctx, number));
  if (!gone.length) throw notFound();
}
