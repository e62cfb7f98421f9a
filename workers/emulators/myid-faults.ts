/** What the MyID stand-in answers instead: faults in each of the forms that MyID has, and answers that are none. */
import { escapeXml } from "./escape-xml.ts";
import type { Memory, Place } from "./myid-memory.ts";
import type { MyidSettings } from "./myid-switches.ts";

const typed = (body: string, type: string, status: number, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { "Content-Type": type, ...headers } });

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  typed(JSON.stringify(body), "application/json", status, headers);

const page = (words: string) => `<!doctype html><title>MyID</title><h1>${escapeXml(words)}</h1>`;

/** Real servers repeat what was sent: none of it may reach a log or a caller of ours. */
export function faultBody({ error }: MyidSettings, status: number, sent: string): [string, string] {
  const words = `Fault ${status}: ${sent}`;
  const first = /"(\w+)":/.exec(sent)?.[1] ?? "body";
  switch (error) {
    case "detail":
      return [JSON.stringify({ detail: words }), "application/json"];
    case "err":
      return [JSON.stringify({ err: "E-17", detail: words }), "application/json"];
    case "text":
      return [words, "text/plain"];
    case "html":
      return [page(words), "text/html"];
    case "list":
      return [
        JSON.stringify({ detail: [{ loc: ["body", first], msg: words, type: "value_error" }] }),
        "application/json",
      ];
  }
}

const HUGE_BYTES = 2_000_000;

function malformed({ malformed: how }: MyidSettings): Response | undefined {
  const id = crypto.randomUUID();
  switch (how) {
    case "off":
      return undefined;
    case "no-id":
      return json({ access_token: "a.b.c", expires_in: 1, token_type: "Bearer" });
    case "short-id":
      return json({ session_id: id.slice(1) });
    case "no-token":
      return json({ expires_in: 604_800, token_type: "Bearer" });
    case "no-data":
      return json({ data: {}, reuid: null });
    case "html":
      return typed(page("Kirish"), "text/html", 200);
    case "empty":
      return typed("", "application/json", 200);
    case "cut":
      return typed(`{"session_id":"${id}","access_tok`, "application/json", 200);
    case "list":
      return json([{ session_id: id }]);
    case "huge":
      return json({ session_id: id, access_token: "a".repeat(HUGE_BYTES) });
  }
}

/** Whether what is switched on happens to this call. */
export function isFaulty({ on, times }: MyidSettings, { faults }: Memory, place: Place): boolean {
  if (on !== "all" && on !== place) return false;
  faults[place] += 1;
  return times === "always" || faults[place] <= times;
}

export function faultAnswer(settings: MyidSettings, sent: string): Response | undefined {
  const { status, retry_after } = settings;
  if (status === "off") return malformed(settings);
  const headers: Record<string, string> = retry_after ? { "Retry-After": retry_after } : {};
  if (status < 400) headers["Location"] = "https://other.example/";
  const [body, type] = faultBody(settings, status, sent);
  return typed(body, type, status, headers);
}
