/** What a kind made of a value: the value, or the English words of its refusal. */
import type { Message } from "../../src/platform/i18n.ts";
import { isMessage } from "../../src/platform/kinds.ts";

export const said = (read: unknown): unknown => (isMessage(read) ? read.in("en") : read);

export const fieldWords = (fields: Record<string, Message[]>) =>
  Object.fromEntries(Object.entries(fields).map(([name, list]) => [name, list.map((one) => one.in("en"))]));

/** 100,000 arrays in each other: what a recursive reader dies of. */
export const abyss = (levels = 100_000) => "[".repeat(levels) + "]".repeat(levels);
