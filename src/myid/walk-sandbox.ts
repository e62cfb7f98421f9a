/** A person's way through the sandbox: which step a session is at, and what each step makes of it. */
import type { Ctx } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { checkSession } from "./read-session-body.ts";
import { isResultCode, SUCCESS } from "./result-codes.ts";
import type { SandboxStep } from "./sandbox.schema.ts";
import { markPassport } from "./sandbox.store.ts";
import { finishFace, sandboxStatus } from "./sandbox.ts";
import type { View } from "./sandbox-page.ts";
import { type SessionRow, sessionById } from "./sessions.store.ts";

const NOTHING_GIVEN = { pass_data: "", birth_date: "" };

/** Passport data that came with the session spare the person the first step. */
function viewOf(ctx: Ctx, row: SessionRow): View {
  const { status, code } = sandboxStatus(ctx, row);
  if (status === "expired") return { step: "expired" };
  if (status === "closed") return code === null ? { step: "over" } : { step: "passed", code };
  return row.has_passport ? { step: "face" } : { step: "passport", given: NOTHING_GIVEN, faults: {} };
}

async function findRow(ctx: Ctx, id: string): Promise<SessionRow> {
  const row = await ctx.db.first<SessionRow>(sessionById(id));
  if (!row) throw notFound();
  return row;
}

export const showSandbox = async (ctx: Ctx, id: string): Promise<View> => viewOf(ctx, await findRow(ctx, id));

/** What was typed is looked at and forgotten. */
async function passPassport(ctx: Ctx, row: SessionRow, step: SandboxStep): Promise<View> {
  const given = { pass_data: step.pass_data ?? "", birth_date: step.birth_date ?? "" };
  const checked = checkSession(given, ctx.now);
  if ("errors" in checked) {
    const blank = Object.entries(given).filter(([, typed]) => typed === "");
    const words = [message("This field may not be blank.")];
    const faults = { ...checked.errors, ...Object.fromEntries(blank.map(([name]) => [name, words])) };
    return { step: "passport", given, faults };
  }
  await markPassport(ctx, row.id);
  return { step: "face" };
}

async function passFace(ctx: Ctx, row: SessionRow, result: number): Promise<View> {
  if (result === SUCCESS) {
    const code = await finishFace(ctx, row, result);
    return code === undefined ? showSandbox(ctx, row.id) : { step: "passed", code };
  }
  if (!isResultCode(result)) return { step: "face" };
  await finishFace(ctx, row, result);
  return { step: "failed", result };
}

/** A step that is not due shows the one that is. */
export async function walkSandbox(ctx: Ctx, id: string, step: SandboxStep): Promise<View> {
  const row = await findRow(ctx, id);
  const due = viewOf(ctx, row);
  if (due.step !== step.step) return due;
  return due.step === "passport" ? passPassport(ctx, row, step) : passFace(ctx, row, Number(step.result));
}
