/** The mark of a description that a model wrote, in its row's metadata: it goes when anybody else changes the words. */
import type { Stored } from "./fields/field.ts";

export const DESCRIPTION_MARK = [
  "description_source",
  "description_model",
  "description_at",
  "description_prompt",
] as const;

/** Metadata as they are stored, which may be any JSON. */
export function withoutMark(metadata: Stored | undefined): Stored {
  if (typeof metadata !== "string" || !metadata.includes('"description_')) return metadata ?? null;
  const read: unknown = JSON.parse(metadata);
  if (typeof read !== "object" || read === null || Array.isArray(read)) return metadata;
  const others = Object.entries(read).filter(([name]) => !DESCRIPTION_MARK.some((one) => one === name));
  return JSON.stringify(Object.fromEntries(others));
}
