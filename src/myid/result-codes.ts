/** What MyID's SDK may end with: each code with the words of the sandbox. */
import type { Text } from "../platform/i18n.ts";

export const SUCCESS = 1;

/** The contract's codes, in their order. */
export const RESULT_CODES = {
  2: "Passport data are wrong",
  3: "Liveness check failed",
  4: "Recognition failed",
  5: "External service is unavailable",
  6: "The person is deceased",
  7: "The photo was not received",
  8: "Internal error",
  9: "The task has expired",
  10: "The queue timed out",
  11: "The service is unavailable",
  14: "Liveness: bad photo",
  17: "Recognition: bad photo",
  18: "Service error (18)",
  19: "Service error (19)",
  20: "The photo is blurry",
  21: "The face is not fully shown",
  22: "Several faces are in the photo",
  23: "The photo is grayscale",
  24: "Dark glasses",
  26: "The eyes are closed",
  27: "The head is turned",
  34: "The passport has expired",
} as const satisfies Record<number, Text>;
export type ResultCode = keyof typeof RESULT_CODES;

export const isResultCode = (code: number): code is ResultCode => Object.hasOwn(RESULT_CODES, code);
