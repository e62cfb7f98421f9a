/** An entity's shapes on the wire, made from its table of fields. */
import * as z from "zod";
import { flag, fromDay, listQuery, plain, toDay } from "../platform/filters.ts";
import { message } from "../platform/i18n.ts";
import { bool, choice, integer, type Kind, text } from "../platform/kinds.ts";
import type { PagingQuery } from "../platform/pagination.ts";
import { nullable, optional, required } from "../platform/validate.ts";
import { type Entity, fieldOf } from "./entity.ts";
import { blankIsNull, type Field, type Stored } from "./fields/field.ts";
import { imageShape } from "./images/images.schema.ts";

/** A project as a caller names it: by number, by its code, or by the object that a read answers. */
export type ProjectRef = { id: number } | { code: string };

const projectKind: Kind<ProjectRef | null> = {
  parse(value) {
    if (value === "") return null;
    if (typeof value === "string" || typeof value === "number") return { code: String(value).trim() };
    const { id, code_1c } = (value ?? {}) as { id?: unknown; code_1c?: unknown };
    if (typeof id === "number" && Number.isSafeInteger(id)) return { id };
    return typeof code_1c === "string" ? { code: code_1c } : message("Not a valid string.");
  },
  json: { description: "A project's code, or the object that a read answers." },
};

const inProject = { project_id: nullable(blankIsNull(integer())), project: nullable(projectKind) };

/** What a body says of its project alone, as far as that can be read. */
export const placeIn = (body: unknown): ResourceBody =>
  (z.object(inProject).safeParse(body).data ?? {}) as ResourceBody;

/** One field of a body; `needed` says whether it may be left out. */
export const bodyField = ({ kind, null: mayBeNull }: Field, needed: boolean): z.ZodType => {
  if (needed) return required(kind);
  return mayBeNull ? nullable(kind) : optional(kind);
};

/** What a body holds once it was read: stored values by field, and the project as it was named. */
export interface ResourceBody {
  is_active?: boolean | undefined;
  /** 1C's alone: no schema of the API lets it in. */
  is_deleted?: boolean | undefined;
  project_id?: number | null | undefined;
  project?: ProjectRef | null | undefined;
  /** Fields that a new row has as null instead of their default; a row that is there keeps its values. */
  nullIfNew?: readonly string[];
  [field: string]: Stored | boolean | ProjectRef | readonly string[] | undefined;
}

type Demand = "create" | "replace" | "change" | "upsert";

function isRequired(entity: Entity, field: Field, demand: Demand): boolean {
  if (!field.required || demand === "change") return false;
  return demand !== "upsert" || field.name === entity.key;
}

/**
 * `upsert` needs the key alone: whether the rest is there depends on whether the row is. A key that is there already
 * is not read again, whatever it says.
 */
export function bodySchema(entity: Entity, demand: Demand): z.ZodType<ResourceBody> {
  const shape: Record<string, z.ZodType> = {};
  const hasKey = demand === "create" || demand === "upsert";
  for (const field of entity.fields)
    if (hasKey || field.name !== entity.key)
      shape[field.name] = bodyField(field, isRequired(entity, field, demand));
  const whole = z.object({ ...shape, is_active: optional(bool), ...(entity.ofProject ? inProject : {}) });
  return whole as unknown as z.ZodType<ResourceBody>;
}

export const wireTypes: Record<Field["type"], z.ZodType> = {
  text: z.string(),
  html: z.string(),
  integer: z.number().int(),
  decimal: z.string(),
  date: z.iso.date(),
  stamp: z.iso.datetime({ offset: true }),
  json: z.unknown(),
  bool: z.boolean(),
};

const stamp = wireTypes.stamp;

const kept = { is_active: z.boolean(), is_deleted: z.boolean(), created_at: stamp, updated_at: stamp };

const ProjectOfRow = z
  .strictObject({ id: z.number().int(), code_1c: z.string(), name: z.string(), is_integration: z.boolean() })
  .meta({ id: "ProjectOfRow" });

/** The strict shape of a whole object, in the contract's order. Hidden fields are null for anonymous callers. */
export function objectShape(entity: Entity) {
  const fields: Record<string, z.ZodType> = {};
  for (const { name, type } of entity.fields) fields[name] = wireTypes[type].nullable();
  const id = { id: z.number().int() };
  const images = { images: z.array(imageShape(entity)) };
  const shape = entity.ofProject
    ? z.strictObject({ ...id, project: ProjectOfRow.nullable(), ...fields, ...kept, ...images })
    : z.strictObject({ ...id, ...fields, ...images, is_integration: z.boolean(), ...kept });
  return shape.meta({ id: entity.name[0]?.toUpperCase() + entity.name.slice(1) });
}

const withOrWithout = optional(
  ((words): Kind<string | undefined> => ({
    parse: (value) => (value === "with" || value === "without" ? value : undefined),
    json: words.json,
  }))(choice("with", "without")),
);

const whichProject = {
  project_id: optional(integer(0)).meta({ description: "Picks the project by its number; 0 is no project." }),
  project: optional(text()).meta({ description: "Picks the project by its code_1c." }),
};

/** What the path of one row may say besides its code. */
export const pathQuerySchema = (entity: Entity): z.ZodType<ResourceQuery> =>
  z.object(entity.ofProject ? whichProject : {});

/** A list's query once it was read: paging as text, filters as what they are compared with. */
export interface ResourceQuery extends PagingQuery {
  search?: string | undefined;
  is_active?: boolean | undefined;
  project_id?: number | undefined;
  project?: string | undefined;
  [filter: string]: Stored | boolean | undefined;
}

/** Every filter of the entity, with what the engine needs to read its value. */
export function querySchema(entity: Entity): z.ZodType<ResourceQuery> {
  const filters: Record<string, z.ZodType> = {};
  for (const name of [...entity.exact, ...entity.caseless]) filters[name] = plain("Equal to this.");
  for (const name of Object.keys(entity.contains)) filters[name] = plain("Contains this, whatever the case.");
  for (const [name, field] of Object.entries(entity.ranges))
    for (const end of ["min", "max"]) filters[`${name}_${end}`] = optional(fieldOf(entity, field).kind);
  if (entity.ranges["stock"]) filters["in_stock"] = flag;
  const whole = listQuery({
    ...filters,
    ...(entity.ofProject ? whichProject : {}),
    is_active: flag,
    description_status: withOrWithout,
    image_status: withOrWithout,
    created_from: fromDay,
    created_to: toDay,
    updated_from: fromDay,
    updated_to: toDay,
  });
  return whole as unknown as z.ZodType<ResourceQuery>;
}

export const BulkAnswer = z
  .strictObject({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    errors: z.array(
      z.strictObject({
        index: z.number().int(),
        code: z.string().nullable(),
        errors: z.record(z.string(), z.array(z.string())),
      }),
    ),
  })
  .meta({ id: "BulkAnswer" });
