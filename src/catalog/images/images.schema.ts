/** Pictures on the wire: what a form may hold, what is answered, what a list may be asked. */
import * as z from "zod";
import { flag, fromDay, listQuery, plain, toDay } from "../../platform/filters.ts";
import { bool, integer, text } from "../../platform/kinds.ts";
import type { PagingQuery } from "../../platform/pagination.ts";
import { nullable, optional, required } from "../../platform/validate.ts";
import type { Entity } from "../entity.ts";
import { blankIsNull } from "../fields/field.ts";
import { picture } from "../fields/picture.ts";
import { Source, Status } from "./labels.schema.ts";

const category = text(120, { blank: true });
const note = text(255, { blank: true });
const number = nullable(blankIsNull(integer()));

const changeable = {
  is_main: optional(bool),
  category: optional(category),
  note: optional(note),
  status_id: number,
  source_id: number,
};

export type ImageChangeBody = z.output<typeof ImageChangeBody>;
export const ImageChangeBody = z.object({ image: optional(picture), ...changeable });

/** The parent under its entity's name, by its code or else its id. */
export const imageBody = (entity: Entity) =>
  z
    .object({
      [entity.name]: required(text(255)),
      image: required(picture),
      ...changeable,
      project_id: number,
    })
    .transform((body) => ({
      ...(body as unknown as Omit<ImageBody, "parent">),
      parent: (body as unknown as Record<string, string>)[entity.name] ?? "",
    }));

export type ImageBody = ImageChangeBody & {
  parent: string;
  image: NonNullable<ImageChangeBody["image"]>;
  project_id?: number | null;
};

/** The form's text fields; the files are the verb's. */
export const BulkFields = z.object({
  category: optional(category),
  note: optional(note),
  project_id: number,
});

/** What the documentation says of the form. */
export const bulkBody = (entity: Entity) =>
  z.object({
    [entity.name]: required(text(255)).meta({ description: "The parent's code." }),
    images: z.array(z.unknown().meta({ type: "string", format: "binary" })).max(20),
    ...BulkFields.shape,
  });

const id = z.number().int();
const address = z.url();
const ProjectOfImage = z
  .strictObject({ id, code_1c: z.string(), name: z.string() })
  .meta({ id: "ProjectOfImage" });

function belonging(entity: Entity) {
  if (!entity.ofProject) return { project: ProjectOfImage, [entity.key]: z.string() };
  const article = entity.name === "nomenklatura" ? { article_code: z.string().nullable() } : {};
  return { [entity.name]: id, project: ProjectOfImage.nullable(), [entity.key]: z.string(), ...article };
}

const shapes = new Map<string, z.ZodType>();

/** The strict shape of a picture, in the contract's order. */
export function imageShape(entity: Entity): z.ZodType {
  const known = shapes.get(entity.name);
  if (known) return known;
  const label = entity.name[0]?.toUpperCase() + entity.name.slice(1);
  const shape = z
    .strictObject({
      id,
      ...belonging(entity),
      image: address,
      category: z.string(),
      note: z.string(),
      image_url: address,
      image_sm_url: address,
      image_md_url: address,
      image_lg_url: address,
      image_thumbnail_url: address,
      is_main: z.boolean(),
      status: Status.nullable(),
      source: Source.nullable(),
      ...(entity.name === "nomenklatura" ? { is_ai_generated: z.boolean() } : {}),
      created_at: z.iso.datetime({ offset: true }),
    })
    .meta({ id: `${label}Image` });
  shapes.set(entity.name, shape);
  return shape;
}

export const BulkImages = (entity: Entity): z.ZodType => {
  const images = z.array(imageShape(entity));
  return entity.name === "client" ? images : z.strictObject({ message: z.string(), images });
};

type Texts = { [name in "search" | "category" | (typeof NAMES)[number]]?: string | undefined };
export interface ImageQuery extends PagingQuery, Texts {
  is_main?: boolean | undefined;
  created_from?: number | undefined;
  created_to?: number | undefined;
  project_id?: number | undefined;
}

const NAMES = [
  "project",
  "client",
  "client_code_1c",
  "status",
  "nomenklatura",
  "code_1c",
  "article_code",
] as const;
/** Filters beside the ones that all have. */
const NAMED: Readonly<Record<string, readonly (typeof NAMES)[number][]>> = {
  project: ["project"],
  client: ["project", "client", "client_code_1c", "status"],
  nomenklatura: ["project", "nomenklatura", "code_1c", "article_code"],
};

export function imageQuery(entity: Entity): z.ZodType<ImageQuery> {
  const named = Object.fromEntries(
    (NAMED[entity.name] ?? []).map((name) => [name, plain("A code; of the parent also its id.")]),
  );
  const query = listQuery({
    ...named,
    project_id: optional(integer(0)),
    is_main: flag,
    category: plain("Equal to this."),
    created_from: fromDay,
    created_to: toDay,
  });
  return query as unknown as z.ZodType<ImageQuery>;
}
