/** The mark of a description that a model wrote, in the row's metadata: put there with it, taken away with it. */
import {
  type Change,
  type DESCRIPTION_MARK,
  type EntityRow,
  isEmptyDescription,
  withoutMark,
} from "../catalog/index.ts";
import { formatStamp, microseconds } from "../platform/clock.ts";
import { type Message, message } from "../platform/i18n.ts";
import { isMessage, json } from "../platform/kinds.ts";
import { PROMPT_VERSION } from "./prompts.ts";

const markOf = (model: string, nowMs: number): Record<(typeof DESCRIPTION_MARK)[number], unknown> => ({
  description_source: "ai",
  description_model: model,
  description_at: formatStamp(microseconds(nowMs)),
  description_prompt: PROMPT_VERSION,
});

/** Undefined where the metadata are no object, to which nothing can be added. */
function metadataOf({ metadata }: EntityRow): Record<string, unknown> | undefined {
  const read: unknown = metadata === null ? {} : JSON.parse(String(metadata));
  const isObject = typeof read === "object" && read !== null && !Array.isArray(read);
  return isObject ? (read as Record<string, unknown>) : undefined;
}

/** Undefined also where they would be larger than metadata may be. */
function marked(row: EntityRow, model: string, nowMs: number): string | undefined {
  const metadata = metadataOf(row);
  const text = metadata && json.parse({ ...metadata, ...markOf(model, nowMs) });
  return text === undefined || isMessage(text) ? undefined : text;
}

export const FILLED = message("Skipped: the row has got a description meanwhile.");

/** A model may call itself by any hundred characters. */
const LONGEST_MODEL = "\uffff".repeat(100);

/** Why the row is none to be described, if it is none. */
export function whyNot(row: EntityRow): Message | undefined {
  if (row.is_deleted) return message("Skipped: the row was deleted meanwhile.");
  if (!row.is_active) return message("Skipped: the row is not active any more.");
  if (!isEmptyDescription(row["description"] as string | null)) return FILLED;
  if (marked(row, LONGEST_MODEL, Date.now()) === undefined)
    return message("Skipped: the row's metadata have no room for the mark of a description's origin.");
  return undefined;
}

/** What is written, where the row still has no description. */
export function describe(row: EntityRow, text: string, model: string, nowMs: number): ReturnType<Change> {
  const metadata = marked(row, model, nowMs);
  return whyNot(row) || metadata === undefined ? undefined : { description: text, metadata };
}

/** Where the row still has what was written, whatever has become of its metadata. */
export function undescribe(row: EntityRow, text: string | null): ReturnType<Change> {
  if (row.is_deleted || row["description"] !== text) return undefined;
  return { description: null, metadata: withoutMark(row["metadata"] ?? null) };
}
