/** Rows as the JSON that clients read: put together as text, column by column, in the contract's order. */
import { formatStamp } from "../platform/clock.ts";
import { formatDecimal } from "../platform/decimals.ts";
import type { Entity, EntityRow } from "./entity.ts";
import type { Field, Stored } from "./fields/field.ts";

type Writer = (value: Stored) => string;

const quoted = (value: Stored) => JSON.stringify(value);
const asIs = (value: Stored) => String(value);
const flag = (value: Stored) => (value ? "true" : "false");
const stamp = (value: Stored) => `"${formatStamp(value as number)}"`;

export function writerOf({ type, places }: Field): Writer {
  switch (type) {
    case "text":
    case "html":
      return quoted;
    case "integer":
    case "json":
      return asIs;
    case "decimal":
      return (value) => `"${formatDecimal(value as number, places)}"`;
    case "date":
      return (value) => `"${value}"`;
    case "stamp":
      return stamp;
    case "bool":
      return flag;
  }
}

/** The project beside a row, under these names, where it is live. */
export const PROJECT_COLUMNS =
  "p.id AS p_id, p.code_1c AS p_code, p.name AS p_name, p.is_integration AS p_integration";

export interface ProjectColumns {
  p_id: number | null;
  p_code: string | null;
  p_name: string | null;
  p_integration: number | null;
}

const projectText = (row: EntityRow) =>
  row["p_id"] === null || row["p_id"] === undefined
    ? "null"
    : `{"id":${row["p_id"]},"code_1c":${quoted(row["p_code"] ?? null)},"name":${quoted(row["p_name"] ?? null)},"is_integration":${flag(row["p_integration"] ?? 0)}}`;

/** `images` is the JSON of the row's pictures. */
export type Serialize = (row: EntityRow, images?: string) => string;

/** `hidden` fields are null, whatever the row has. */
export function serializerOf(entity: Entity, hidden: readonly string[]): Serialize {
  const fields = entity.fields.map((field) => ({
    name: field.name,
    prefix: `,"${field.name}":`,
    write: hidden.includes(field.name) ? () => "null" : writerOf(field),
  }));
  const fieldTexts = (row: EntityRow) => {
    let text = "";
    for (const { name, prefix, write } of fields) {
      const value = row[name] ?? null;
      text += prefix + (value === null ? "null" : write(value));
    }
    return text;
  };
  const kept = (row: EntityRow) =>
    `,"is_active":${flag(row.is_active)},"is_deleted":${flag(row.is_deleted)},"created_at":${stamp(row.created_at)},"updated_at":${stamp(row.updated_at)}`;
  if (!entity.ofProject)
    return (row, images = "[]") =>
      `{"id":${row.id}${fieldTexts(row)},"images":${images},"is_integration":${flag(row["is_integration"] ?? 0)}${kept(row)}}`;
  return (row, images = "[]") =>
    `{"id":${row.id},"project":${projectText(row)}${fieldTexts(row)}${kept(row)},"images":${images}}`;
}
