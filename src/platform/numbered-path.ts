/** Rows that a path names by their number. */
import { notFound } from "./errors.ts";

/** What is no number names no row. */
export function idOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}
