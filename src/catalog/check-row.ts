/** A row's values by the API's own rules, for doors that tell what is wrong with a row in one sentence. */
import type { Language, Message } from "../platform/i18n.ts";
import { fieldMessages } from "../platform/validate.ts";
import type { Entity } from "./entity.ts";
import { bodySchema, type ResourceBody } from "./resource.schema.ts";

export type Faults = Record<string, Message[]>;

const schemas = new Map<string, ReturnType<typeof bodySchema>>();

function schemaOf(entity: Entity) {
  const known = schemas.get(entity.name) ?? bodySchema(entity, "upsert");
  schemas.set(entity.name, known);
  return known;
}

type Checked = { body: ResourceBody; faults?: undefined } | { body?: undefined; faults: Faults };

export function checkRow(entity: Entity, values: Record<string, unknown>): Checked {
  const read = schemaOf(entity).safeParse(values);
  return read.success ? { body: read.data } : { faults: fieldMessages(read.error) };
}

export const wordsOf = (faults: Faults, language: Language) =>
  Object.entries(faults)
    .map(([name, said]) => `${name}: ${said.map((fault) => fault.in(language)).join(" ")}`)
    .join("; ");
