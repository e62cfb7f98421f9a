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
import { expectEnvelope, expectNoPage, expectOk, startOf, textOf } from "./onec-response.ts";
import { callAddress, readWsdl, type Wsdl, wsdlAddress } from "./onec-wsdl.ts";
import { columnNamer } from "./parse-onec.ts";
import { soapRequest } from "./soap-request.ts";
import { SYNC_KINDS, type SyncKind } from "./sync-kinds.ts";

const WSDL_CHARS = 4_194_304;

type Credentials = { Authorization?: string };

/** Only where both are set. 1C reads the pair as UTF-8. */
async function credentialsOf(ctx: Ctx, integration: IntegrationRow): Promise<Credentials> {
  const password = await openPassword(ctx, integration);
  if (!integration.username || !password) return {};
  const pair = Buffer.from(`${integration.username}:${password}`, "utf8");
  return { Authorization: `Basic ${pair.toString("base64")}` };
}

/** What one fetch needs at each of its two steps. */
interface Asked {
  call: OnecCall;
  credentials: Credentials;
  newReader: () => AnswerReader;
}

async function sendTo({ call, credentials, newReader }: Asked, address: string, request: OnecRequest) {
  const headers = { ...request.headers, ...credentials };
  const response = await call.send(address, { ...request, headers });
  await expectOk(call, response, newReader(), credentials.Authorization !== undefined);
  return response;
}

async function wsdlAt(asked: Asked, address: string): Promise<Wsdl> {
  const response = await sendTo(asked, wsdlAddress(address), { method: "GET", headers: {} });
  const text = await startOf(textOf(asked.call, response), WSDL_CHARS);
  expectNoPage(text);
  return readWsdl(text);
}

async function* itemsAt(asked: Asked, address: string, operation: string): AsyncGenerator<OnecItem> {
  const { headers, body } = soapRequest(await wsdlAt(asked, address), operation);
  const response = await sendTo(asked, callAddress(address), { method: "POST", headers, body });
  const reader = asked.newReader();
  let isFirst = true;
  for await (const text of textOf(asked.call, response)) {
    if (isFirst) expectEnvelope(text);
    isFirst = false;
    yield* reader.items(text);
  }
  reader.finish();
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
    const credentials = await credentialsOf(ctx, integration);
    yield* itemsAt({ call, credentials, newReader }, integration.wsdl_url, integration[method]);
  } catch (fault) {
    throw inWords(ctx, fault);
  } finally {
    call.close();
  }
}
