/** A point as the JSON that clients read, column by column in the contract's order. */
import { writerOf } from "../catalog/index.ts";
import { formatStamp } from "../platform/clock.ts";
import { FIELDS } from "./fields/location.ts";

export type Stored = string | number | null;

export type LocationRow = {
  id: number;
  is_active: number;
  is_deleted: number;
  created_at: number;
  updated_at: number;
  agent_code: string;
  [column: string]: Stored;
};

const WRITERS = FIELDS.map((field) => ({
  name: field.name,
  prefix: `,"${field.name}":`,
  write: writerOf(field),
}));

export function locationText(row: LocationRow): string {
  let text = `{"id":${row.id},"is_active":${row.is_active === 1},"is_deleted":${row.is_deleted === 1}`;
  text += `,"created_at":"${formatStamp(row.created_at)}","updated_at":"${formatStamp(row.updated_at)}"`;
  for (const { name, prefix, write } of WRITERS) {
    const value = row[name] ?? null;
    text += prefix + (value === null ? "null" : write(value));
  }
  return `${text}}`;
}
