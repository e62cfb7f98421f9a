/** Asks 1C for everything it has of one kind and gives the items one at a time, or says in plain words why not. */
import type { Ctx } from "../platform/context.ts";
import { message } from "../platform/i18n.ts";
import { XmlError } from "../platform/xml-scanner.ts";
import { TaskFailure } from "../tasks/index.ts";
import { openPassword } from "./integration-password.ts";
import type { IntegrationRow } from "./integrations.store.ts";
import { AnswerReader, type OnecItem } from "./onec-answer.ts";
import { ONEC_LIMITS, OnecCall, type OnecLimits, type OnecRequest } from "./onec-call.ts";
import { OnecError } from "./onec-error.ts";
import { expectNoPage, expectOk, startOf, textOf } from "./onec-response.ts";
import { callAddress, readWsdl, type Wsdl, wsdlAddress } from "./onec-wsdl.ts";
import { columnNamer } from "./parse-onec.ts";
import { SYNC_KINDS, type SyncKind } from "./sync-kinds.ts";

const WSDL_CHARS = 4_194_304;

const ENVELOPES = {
  "1.1": { namespace: "http://schemas.xmlsoap.org/soap/envelope/", type: "text/xml" },
  "1.2": { namespace: "http://www.w3.org/2003/05/soap-envelope", type: "application/soap+xml" },
} as const;

type Headers = Record<string, string>;

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

function callOf({ namespace, version, actions }: Wsdl, operation: string, headers: Headers): OnecRequest {
  const envelope = ENVELOPES[version];
  const action = version === "1.1" ? { SOAPAction: `"${actions.get(operation) ?? ""}"` } : {};
  return {
    method: "POST",
    headers: { ...headers, ...action, "Content-Type": `${envelope.type}; charset=utf-8` },
    body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${envelope.namespace}"><soap:Body><m:${operation} xmlns:m="${escaped(namespace)}"/></soap:Body></soap:Envelope>`,
  };
}

/** Only where both are set. 1C reads the pair as UTF-8. */
async function headersOf(ctx: Ctx, integration: IntegrationRow): Promise<Headers> {
  const password = await openPassword(ctx, integration);
  if (!integration.username || !password) return {};
  const pair = Buffer.from(`${integration.username}:${password}`, "utf8");
  return { Authorization: `Basic ${pair.toString("base64")}` };
}

class Fetch {
  readonly #call: OnecCall;
  readonly #headers: Headers;
  readonly #newReader: () => AnswerReader;

  constructor(call: OnecCall, headers: Headers, newReader: () => AnswerReader) {
    this.#call = call;
    this.#headers = headers;
    this.#newReader = newReader;
  }

  async #send(address: string, request: OnecRequest): Promise<Response> {
    const response = await this.#call.send(address, request);
    await expectOk(this.#call, response, this.#newReader(), "Authorization" in this.#headers);
    return response;
  }

  async wsdl(address: string): Promise<Wsdl> {
    const response = await this.#send(wsdlAddress(address), { method: "GET", headers: this.#headers });
    const text = await startOf(textOf(this.#call, response), WSDL_CHARS);
    expectNoPage(text);
    return readWsdl(text);
  }

  async *items(address: string, operation: string): AsyncGenerator<OnecItem> {
    const request = callOf(await this.wsdl(address), operation, this.#headers);
    const response = await this.#send(callAddress(address), request);
    const reader = this.#newReader();
    let isFirst = true;
    for await (const text of textOf(this.#call, response)) {
      if (isFirst) expectNoPage(text);
      isFirst = false;
      yield* reader.items(text);
    }
    reader.finish();
  }
}

/** Every failure of 1C's ends a task; anything else is ours and may be tried again. */
function inWords(ctx: Ctx, fault: unknown): unknown {
  if (fault instanceof OnecError) return new TaskFailure(fault.words.in(ctx.language), fault.details);
  if (!(fault instanceof XmlError)) return fault;
  const words =
    fault.message === "the end is missing"
      ? message("1C's answer broke off: its end is missing.")
      : message("1C's answer is not valid XML.");
  return new TaskFailure(words.in(ctx.language), `XML: ${fault.message}`);
}

/** The items in the answer's order; an answer without any is no failure. Memory does not grow with the answer. */
export async function* fetchItems(
  ctx: Ctx,
  integration: IntegrationRow,
  what: SyncKind,
  limits: OnecLimits = ONEC_LIMITS,
): AsyncGenerator<OnecItem> {
  const { method, item, entity } = SYNC_KINDS[what];
  const columnOf = columnNamer(entity);
  const newReader = () => new AnswerReader({ item, isWanted: (name) => columnOf(name) !== undefined });
  const call = new OnecCall(ctx.config.ONEC_ALLOWED_HOSTS, limits);
  try {
    const asked = new Fetch(call, await headersOf(ctx, integration), newReader);
    yield* asked.items(integration.wsdl_url, integration[method]);
  } catch (fault) {
    throw inWords(ctx, fault);
  } finally {
    call.close();
  }
}
