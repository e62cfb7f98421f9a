/** Where we deliberately answer otherwise than the recorded server: what we do instead, and why. */
import { CATALOG_DIFFERENCES } from "./catalog.differences.ts";
import { ROOM_DIFFERENCES } from "./rooms.differences.ts";

export interface Difference {
  /** The recorded exchanges that it is about. */
  names: readonly string[];
  instead: string;
  because: string;
  /** What is asked otherwise, where the recorded request would not show the same thing here. */
  asks?: { path?: string; body?: unknown; signedIn?: true; upload?: Upload };
  status?: number;
  /** Headers that are otherwise; an empty one is not sent. */
  headers?: Record<string, string>;
  /** The whole body, or a pattern of it. */
  text?: string | RegExp;
  /** The keys that are otherwise; the recorded others stay expected, unless the status is another. */
  part?: Record<string, unknown>;
}

/** What a multipart form carries as its `file`. */
export type Upload = "the export" | "no workbook" | "nothing";

/** Headers that are otherwise on every answer. */
export const HEADER_DIFFERENCES: Readonly<Record<string, { instead: string; because: string }>> = {
  vary: {
    instead: "Authorization, Accept-Language",
    because: "One renderer answers, but the caller and the language change what it says.",
  },
};

export const DIFFERENCES: readonly Difference[] = [...CATALOG_DIFFERENCES, ...ROOM_DIFFERENCES];

export const differenceOf = (name: string) => DIFFERENCES.find(({ names }) => names.includes(name));
