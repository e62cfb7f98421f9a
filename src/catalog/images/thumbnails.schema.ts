/** Thumbnails on the wire. */
import * as z from "zod";
import { flag, plain } from "../../platform/filters.ts";
import { message } from "../../platform/i18n.ts";
import type { Kind } from "../../platform/kinds.ts";
import { optional } from "../../platform/validate.ts";

const TYPES = ["project", "client", "nomenklatura"];

const entityTypes: Kind<string[]> = {
  parse(value) {
    const names = String(value)
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    const wrong = names.find((one) => !TYPES.includes(one));
    return wrong === undefined ? names : message('"{input}" is not a valid choice.', { input: wrong });
  },
  json: { type: "string", description: "A comma-separated list of project, client, nomenklatura." },
};

const filters = {
  is_main: flag,
  status: plain("A status's code."),
  limit: plain("60 by default, at most 200."),
  code_1c: plain("Equal to this."),
  client_code_1c: plain("Equal to this."),
  article_code: plain("Equal to this."),
};

export const ThumbnailQuery = z.object({ entity_type: optional(entityTypes), ...filters });
export const OneTypeQuery = z.object(filters);
export type ThumbnailQuery = z.output<typeof ThumbnailQuery>;

const whole = z.number().int();
const size = z.strictObject({ size_bytes: whole, size: z.string() });
const word = z.string().nullable();

export const Thumbnails = z
  .strictObject({
    results: z.array(
      z
        .strictObject({
          entity_type: z.string(),
          entity_id: whole,
          code_1c: z.string().optional(),
          client_code_1c: z.string().optional(),
          entity_name: z.string(),
          image_id: whole,
          thumbnail_url: z.url(),
          thumbnail_dimensions: z
            .strictObject({ width: whole, height: whole, format: z.string(), size: z.string() })
            .nullable(),
          original_dimensions: z
            .strictObject({ width: whole, height: whole, format: z.string(), ...size.shape })
            .nullable(),
          is_main: z.boolean(),
          category: word,
          note: word,
          status_code: word,
          status_name: word,
          source_name: word,
          source_type: word,
          created_at: z.iso.datetime({ offset: true }),
        })
        .meta({ id: "Thumbnail" }),
    ),
    total_count: whole,
    total_size: z.strictObject({ thumbnail: size, original: size }),
  })
  .meta({ id: "Thumbnails" });
