/** An answer's text a piece at a time, and its refusal in words where it is no answer of 1C's. */
import { message } from "../platform/i18n.ts";
import type { AnswerReader } from "./onec-answer.ts";
import type { OnecCall } from "./onec-call.ts";
import { decodeText } from "./onec-charset.ts";
import { OnecError, OnecFault } from "./onec-error.ts";
import { firstTag, isWebPage, sampleOf } from "./web-page.ts";

/** Of an answer that is no success: enough for a fault or a sample. */
const ERROR_CHARS = 65_536;

export const textOf = (call: OnecCall, response: Response) =>
  decodeText(call.pieces(response), response.headers.get("Content-Type"));

/** At most so much of it. */
export async function startOf(texts: AsyncIterable<string>, limit: number): Promise<string> {
  let text = "";
  for await (const piece of texts) {
    text += piece;
    if (text.length >= limit) break;
  }
  return text.slice(0, limit);
}

export function expectNoPage(start: string) {
  if (!isWebPage(start)) return;
  const words = "A web page came instead of 1C's answer: a licence or login page, or another address.";
  throw new OnecError(message(words), sampleOf(start));
}

/** A document type, or a comment without an end yet, is the scanner's to refuse. */
export function expectEnvelope(start: string) {
  expectNoPage(start);
  if (!/^<(?:[\w.-]+:)?(?:Envelope[\s/>]|[!?])/.test(firstTag(start)))
    throw new OnecError(message("1C's answer is not a SOAP answer."), sampleOf(start));
}

/** What Cloudflare itself says to a call of a bare IP address. */
const NO_NAME = "error code: 1003";

function wordsOf(status: number, text: string, hasPassword: boolean) {
  if (text.includes(NO_NAME))
    return message("A bare IP address cannot be called from Cloudflare: give the server of 1C a host name.");
  if (status === 401 && !hasPassword) return message("1C asks for a user name and a password.");
  if (status === 401) return message("1C refused the user name or the password.");
  if (status === 403) return message("1C does not let this user call the service.");
  if (status === 404) return message("1C publishes nothing at this address.");
  return message("1C answered with an error: {reason}", { reason: `status ${status}` });
}

/** The reason of a SOAP fault says more than a status; text that is no SOAP says nothing. */
function expectNoFault(text: string, reader: AnswerReader) {
  try {
    for (const _ of reader.items(text));
    reader.finish();
  } catch (fault) {
    if (fault instanceof OnecFault) throw fault;
  }
}

export async function expectOk(
  call: OnecCall,
  response: Response,
  reader: AnswerReader,
  hasPassword: boolean,
) {
  if (response.status === 200) return;
  // The status says enough where its page cannot be read.
  const text = await startOf(textOf(call, response), ERROR_CHARS).catch(() => "");
  expectNoFault(text, reader);
  const details = `status ${response.status}: ${sampleOf(text)}`;
  throw new OnecError(wordsOf(response.status, text, hasPassword), details);
}
