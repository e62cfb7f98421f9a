/** Why 1C could not be asked or understood: words for an operator, details for whoever looks into it. */
import { type Message, message } from "../platform/i18n.ts";

export class OnecError extends Error {
  readonly words: Message;
  readonly details: string | undefined;

  constructor(words: Message, details?: string) {
    super(words.in("en"));
    this.words = words;
    this.details = details;
  }
}

/** 1C itself says no: a SOAP fault. */
export class OnecFault extends OnecError {
  constructor(reason: string) {
    super(message("1C answered with an error: {reason}", { reason: reason || "SOAP Fault" }));
  }
}
