/** One JSON line for each request, queue message and cron run, without personal data. */

type Fields = Record<string, string | number | boolean | null | undefined>;

/** A W3C trace context of the caller, or nothing where it is malformed. */
export const traceparentOf = (header: string | null) =>
  header && /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/.test(header)
    ? header
    : undefined;

export class Log {
  #fields: Fields;
  #level: "info" | "warn" | "error" = "info";

  constructor(fields: Fields) {
    this.#fields = { ...fields, trips: 0, queries: 0, rows_read: 0, rows_written: 0 };
  }

  add(fields: Fields): void {
    Object.assign(this.#fields, fields);
  }

  /** Something a person should look at, though the caller was answered. */
  warn(reason: string): void {
    if (this.#level === "info") this.#level = "warn";
    this.#fields["reason"] = reason;
  }

  /** The unknown error itself: its text stays in the log. */
  fail(cause: unknown): void {
    this.#level = "error";
    this.#fields["error"] = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }

  /** The trigger's one line. */
  end(fields: Fields): void {
    const line = { time: new Date().toISOString(), level: this.#level, ...this.#fields, ...fields };
    console.log(JSON.stringify(line));
  }
}
