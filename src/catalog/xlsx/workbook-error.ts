/** Why a file cannot be read as a workbook: a tagged reason for the caller's words, a detail for the log. */

export type WorkbookFault =
  | "not-a-workbook"
  /** The binary format of before 2007. */
  | "old-format"
  | "encrypted"
  | "damaged"
  | "too-large-unpacked"
  | "too-many-rows"
  | "too-many-columns"
  | "too-many-shared-strings"
  | "too-many-blank-cells"
  | "too-long-text";

export class WorkbookError extends Error {
  readonly reason: WorkbookFault;
  /** The limit that was passed. */
  readonly limit: number | undefined;

  constructor(reason: WorkbookFault, detail: string, limit?: number) {
    super(`${reason}: ${detail}`);
    this.name = "WorkbookError";
    this.reason = reason;
    this.limit = limit;
  }
}

export const damaged = (detail: string) => new WorkbookError("damaged", detail);
