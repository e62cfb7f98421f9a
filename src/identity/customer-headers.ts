/** What a customer's app tells of itself and its device: one table, in whose order it is checked and passed on. */
import type { Config } from "../platform/env.ts";
import { ApiError } from "../platform/errors.ts";
import { type Message, message } from "../platform/i18n.ts";

interface CustomerHeader {
  name: string;
  example: string;
  isOptional?: boolean;
  /** What a value that is there must be; undefined where it is that. */
  fault(name: string, value: string, config: Config): Message | undefined;
}

const LONGEST = 200;
const VERSION = /^\d{1,10}(?:\.\d{1,10}){0,5}(?:[-+][\w.+-]{1,40})?$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const API_LEVEL = /^[1-9]\d{0,2}$/;

const text: CustomerHeader["fault"] = (name, { length }) =>
  length > LONGEST
    ? message("Header {name} must have no more than {limit} characters.", { name, limit: LONGEST })
    : undefined;
const version: CustomerHeader["fault"] = (name, value) =>
  VERSION.test(value) ? undefined : message("Header {name} must be a version such as 1.3.2.", { name });
const uuid: CustomerHeader["fault"] = (name, value) =>
  UUID.test(value) ? undefined : message("Header {name} must be a UUID.", { name });
const apiLevel: CustomerHeader["fault"] = (name, value) =>
  API_LEVEL.test(value) ? undefined : message("Header {name} must be an API level such as 34.", { name });
const source: CustomerHeader["fault"] = (name, value, { CUSTOMER_APP_SOURCES: sources }) =>
  sources.includes(value)
    ? undefined
    : message("Header {name} must be one of: {values}.", { name, values: sources.join(", ") });

const APP_VERSION = "App-Version-Name";

export const CUSTOMER_HEADERS: readonly CustomerHeader[] = [
  { name: "X-App-Source", example: "PlayMarket", fault: source },
  { name: "App-Version-Code", example: "1.3.2-pm", fault: version },
  { name: APP_VERSION, example: "1.3.2-pm", fault: version },
  { name: "Device-Id", example: "550e8400-e29b-41d4-a716-446655440000", fault: uuid },
  { name: "Device-Name", example: "Xiaomi M2101K7AG", fault: text },
  { name: "Device-Manufacturer", example: "Xiaomi", fault: text },
  { name: "Device-Model", example: "M2101K7AG", fault: text },
  { name: "Android-OS", example: "34", fault: apiLevel },
  { name: "Accept-Language", example: "uz", isOptional: true, fault: text },
  { name: "User-Agent", example: "okhttp/4.9.3", isOptional: true, fault: text },
  { name: "Base-Device-Id", example: "6fa459ea-ee8a-3ca4-894e-db77e160355e", isOptional: true, fault: uuid },
];

/** By the names of the table; an optional one that did not come is not there. */
export type DeviceHeaders = Readonly<Record<string, string>>;

const refused = (detail: Message) => new ApiError(400, { detail });

export function readDevice(headers: Headers, config: Config): DeviceHeaders {
  const device: Record<string, string> = {};
  for (const { name, isOptional, fault } of CUSTOMER_HEADERS) {
    const value = headers.get(name)?.trim();
    if (!value && !isOptional) throw refused(message("Header {name} is missing.", { name }));
    if (!value) continue;
    const wrong = fault(name, value, config);
    if (wrong) throw refused(wrong);
    device[name] = value;
  }
  return device;
}

/** The numbers before any suffix. */
const numbersOf = (version: string) => (/^[\d.]+/.exec(version)?.[0] ?? "").split(".").map(Number);

function isOlder(version: string, than: string): boolean {
  const [have, want] = [numbersOf(version), numbersOf(than)];
  const different = want.findIndex((number, index) => number !== (have[index] ?? 0));
  return different >= 0 && (have[different] ?? 0) < (want[different] ?? 0);
}

export function expectRecentApp(device: DeviceHeaders, { CUSTOMER_MIN_APP_VERSION: least }: Config): void {
  if (least === undefined || !isOlder(device[APP_VERSION] ?? "", least)) return;
  throw new ApiError(426, {
    detail: message("This version of the app is too old: update it to {version} or newer.", {
      version: least,
    }),
  });
}
