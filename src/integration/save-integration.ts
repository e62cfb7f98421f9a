/** Makes and changes integrations; a password is kept encrypted, and never goes to another server than it was given for. */

import { htmlKind } from "../catalog/index.ts";
import type { Ctx } from "../platform/context.ts";
import { invalid, notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { isMessage } from "../platform/kinds.ts";
import { idOf } from "../platform/numbered-path.ts";
import { isDuplicate, type Row } from "../platform/sql.ts";
import { sealPassword } from "./integration-password.ts";
import type { IntegrationChange, IntegrationWrite } from "./integrations.schema.ts";
import {
  type IntegrationRow,
  type IntegrationValues,
  insertIntegration,
  integrationById,
  integrationShape,
  liveProject,
  nextId,
  updateIntegration,
} from "./integrations.store.ts";
import { addressFault } from "./onec-address.ts";

/** Two who make one at the same time may be given the same id. */
const ATTEMPTS = 5;

const originOf = (address: string) => new URL(address).origin;

function expectGoodAddress(ctx: Ctx, address: string | undefined) {
  const fault = address === undefined ? undefined : addressFault(address, ctx.config.ONEC_ALLOWED_HOSTS);
  if (fault) throw invalid({ wsdl_url: [fault] });
}

function expectProject(id: number | undefined, found: readonly Row[]) {
  if (id === undefined || found.length) return;
  throw invalid({ project: [message('Invalid pk "{input}" - object does not exist.', { input: id })] });
}

/** What is written as it was sent; the password is not. */
function valuesOf(input: IntegrationChange): Partial<IntegrationValues> {
  const { password: _, project, is_active, description, ...rest } = input;
  const values: Record<string, unknown> = { ...rest, project_id: project, description };
  if (is_active !== undefined) values["is_active"] = Number(is_active);
  if (description) values["description"] = sanitised(description);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function sanitised(description: string) {
  const read = htmlKind.parse(description);
  if (isMessage(read)) throw invalid({ description: [read] });
  return read;
}

/** A name that a live integration has. */
const asTaken = (fault: unknown) =>
  isDuplicate(fault, "integrations.name")
    ? invalid({
        name: [message("{model} with this {field} already exists.", { model: "integration", field: "name" })],
      })
    : fault;

export async function createIntegration(ctx: Ctx, input: IntegrationWrite) {
  expectGoodAddress(ctx, input.wsdl_url);
  const { password, wsdl_url } = input;
  const values = valuesOf(input);
  for (let attempt = 1; ; attempt++) {
    const [projects, [next]] = await ctx.db.read<[Row, { id: number }]>(liveProject(input.project), nextId);
    expectProject(input.project, projects);
    const id = next?.id ?? 1;
    if (password) values.password = await sealPassword(ctx, password, { id, wsdl_url });
    try {
      return integrationShape(await insertIntegration(ctx, id, values), true);
    } catch (fault) {
      if (attempt >= ATTEMPTS || !isDuplicate(fault, "integrations.id")) throw asTaken(fault);
    }
  }
}

/** Undefined where the stored one stays. */
async function passwordOf(ctx: Ctx, row: IntegrationRow, input: IntegrationChange) {
  const { password, wsdl_url = row.wsdl_url } = input;
  if (password) return sealPassword(ctx, password, { id: row.id, wsdl_url });
  if (password === undefined && row.password && originOf(wsdl_url) !== originOf(row.wsdl_url))
    throw invalid({
      password: [
        message("The address is on another server now: enter the password again, or null for none."),
      ],
    });
  return password === undefined ? undefined : null;
}

export async function changeIntegration(ctx: Ctx, id: string | undefined, input: IntegrationChange) {
  const [[row], projects] = await ctx.db.read<[IntegrationRow, Row]>(
    integrationById(idOf(id)),
    liveProject(input.project ?? 0),
  );
  if (!row) throw notFound();
  expectGoodAddress(ctx, input.wsdl_url);
  expectProject(input.project, projects);
  const password = await passwordOf(ctx, row, input);
  const values = { ...valuesOf(input), ...(password === undefined ? {} : { password }) };
  try {
    return integrationShape(await updateIntegration(ctx, row.id, values), true);
  } catch (fault) {
    throw asTaken(fault);
  }
}
