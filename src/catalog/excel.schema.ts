/** What an Excel import takes and answers. */
import * as z from "zod";
import { flag } from "../platform/filters.ts";
import { integer } from "../platform/kinds.ts";
import { nullable } from "../platform/validate.ts";
import type { Entity } from "./entity.ts";

/** The form: the file is looked at by the verb, whose words for a missing one are the replaced service's. */
export const importBody = (entity: Entity) =>
  z.object({
    file: z.unknown().optional().meta({ type: "string", format: "binary", description: "An .xlsx file." }),
    ...(entity.ofProject ? { project_id: nullable(integer()) } : {}),
  });

export const ImportQuery = z.object({ dry_run: flag, wait: flag });

const count = z.number().int();

export const ImportAnswer = z
  .strictObject({
    created: count,
    updated: count,
    unchanged: count,
    errors: z.array(z.string()),
    errors_json: z.array(z.strictObject({ row: count, code: z.string().nullable(), error: z.string() })),
    ignored_columns: z.array(z.string()),
  })
  .meta({ id: "ImportAnswer" });
