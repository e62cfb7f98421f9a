/** What a person reads of a file that is not imported: that it cannot be read, or which limit it passes and what to do. */
import { MEBIBYTE } from "../platform/body.ts";
import { ApiError } from "../platform/errors.ts";
import { type Message, message, type Text } from "../platform/i18n.ts";
import { WorkbookError, type WorkbookFault } from "./xlsx/workbook-error.ts";
import { WORKBOOK_LIMITS } from "./xlsx/workbook-limits.ts";

/** The replaced service's own words, in Uzbek for everybody; the precise reason is the log's. */
const UNREADABLE = "XLSX faylni o'qib bo'lmadi";

/** Below the header. */
const MOST_ROWS = WORKBOOK_LIMITS.rows - 1;

const UNPACKED =
  "The file unpacks to more than {limit} MiB. Divide it into several, or save it without empty rows and columns that have a format.";

const LIMITS: Partial<Record<WorkbookFault, Text>> = {
  "too-many-rows":
    "The file has more than {limit} rows. Divide it into several, for example by project or by category.",
  "too-many-columns":
    "The file has values in more than {limit} columns. Delete the columns that are not needed.",
  "too-long-text": "A cell has more than {limit} characters. Shorten its text.",
  "too-many-blank-cells":
    "The file has more than {limit} empty cells with a format. Delete the empty rows and columns around the table.",
  "too-large-unpacked": UNPACKED,
  "too-many-shared-strings": UNPACKED,
};

function limitOf({ reason, limit = 0 }: WorkbookError): number {
  if (reason === "too-many-rows") return MOST_ROWS;
  return LIMITS[reason] === UNPACKED ? Math.floor(limit / MEBIBYTE) : limit;
}

/** Any other fault is thrown on. */
export function refusalOf(fault: unknown): ApiError {
  if (!(fault instanceof WorkbookError)) throw fault;
  const text = LIMITS[fault.reason];
  const error: string | Message = text ? message(text, { limit: limitOf(fault) }) : UNREADABLE;
  return new ApiError(400, { error }, {}, fault.message);
}
