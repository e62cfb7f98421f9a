/** The elements of an array body, each read by itself: what is wrong with one does not keep the others out. */
import type * as z from "zod";
import { expectObject } from "./body.ts";
import { ApiError, invalid } from "./errors.ts";
import { type Message, message } from "./i18n.ts";
import { fieldMessages } from "./validate.ts";

const MOST = 1000;

export interface Elements<T> {
  good: { index: number; body: T }[];
  bad: { index: number; errors: Record<string, Message[]> }[];
}

type Read<T> = { body: T } | { errors: Record<string, Message[]> };

function readElement<T>(schema: z.ZodType<T>, element: unknown): Read<T> {
  try {
    const read = schema.safeParse(expectObject(element));
    return read.success ? { body: read.data } : { errors: fieldMessages(read.error) };
  } catch (fault) {
    if (fault instanceof ApiError) return { errors: fault.body as Record<string, Message[]> };
    throw fault;
  }
}

/** At most a thousand. */
export function readElements<T>(schema: z.ZodType<T>, elements: readonly unknown[]): Elements<T> {
  if (elements.length > MOST)
    throw invalid({
      non_field_errors: [message("Ensure this list has no more than {limit} elements.", { limit: MOST })],
    });
  const { good, bad }: Elements<T> = { good: [], bad: [] };
  for (const [index, element] of elements.entries()) {
    const read = readElement(schema, element);
    if ("body" in read) good.push({ index, body: read.body });
    else bad.push({ index, errors: read.errors });
  }
  return { good, bad };
}
