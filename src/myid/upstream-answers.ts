/** What MyID may answer, and what is made of it: nothing goes on that has not been read here. */
import * as z from "zod";
import { DATA_FIELDS, type FieldTree } from "./data-fields.schema.ts";
import type { PersonData, SessionStatus } from "./sessions.schema.ts";
import { UpstreamError } from "./upstream-fault.ts";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** How long something lasts is a hint: what makes no sense was not said. */
const seconds = z.number().positive().finite().optional().catch(undefined);
const scalar = z.union([z.string(), z.number()]).nullable();

const Token = z.object({ access_token: z.string().min(1), expires_in: seconds });
/** It may hold the id alone; its own token and kind of token are not used. */
const Opened = z.object({ session_id: z.string().regex(UUID), expires_in: seconds });

const Status = z.object({
  status: z.enum(["in_progress", "closed", "expired"]),
  code: z.string().min(1).nullish(),
  attempts: z
    .array(
      z.object({
        job_id: z.string().nullish(),
        timestamp: scalar.optional(),
        reason: z.string().nullish(),
        reason_code: scalar.optional(),
      }),
    )
    .nullish(),
});

const shapeOf = (tree: FieldTree): z.ZodObject =>
  z.object(
    Object.fromEntries(
      Object.entries(tree).map(([name, below]) => [
        name,
        (below ? shapeOf(below).nullable() : scalar).optional(),
      ]),
    ),
  );

const Data = z.object({
  data: shapeOf(DATA_FIELDS).extend({ comparison_value: z.number().min(0).max(1) }),
  reuid: z.object({ expires_at: z.number(), value: z.string() }).nullish(),
});

function read<T>(schema: z.ZodType<T>, json: unknown, which: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const fields = new Set(result.error.issues.map(({ path }) => path.join(".") || "the whole"));
  throw new UpstreamError({ kind: "malformed", what: `${which}: ${[...fields].join(", ")}` });
}

export const readToken = (json: unknown) => read(Token, json, "token");

export const readOpened = (json: unknown) => read(Opened, json, "session");

export function readStatus(json: unknown): SessionStatus {
  const { status, code, attempts } = read(Status, json, "status");
  return {
    status,
    code: code ?? null,
    attempts: (attempts ?? []).map((one) => ({
      job_id: one.job_id ?? null,
      timestamp: one.timestamp ?? null,
      reason: one.reason ?? null,
      reason_code: one.reason_code ?? null,
    })),
  };
}

export function readData(json: unknown): PersonData {
  const { data, reuid } = read(Data, json, "data");
  return { data, reuid: reuid ?? null };
}

const FaultList = z.object({ detail: z.array(z.object({ loc: z.array(z.unknown()) })) });

/** The fields that a list of faults (422) names, of those that we sent. */
export function readFaultyFields(json: unknown, sent: readonly string[]): string[] {
  const list = FaultList.safeParse(json);
  if (!list.success) return [];
  const named = list.data.detail.map(({ loc }) => String(loc.at(-1)));
  return sent.filter((name) => named.includes(name));
}
