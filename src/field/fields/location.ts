/** A point of an agent's way, field by field: what a phone may send of it, and in what order it is answered. */
import { blankIsNull, document, type Field, field, time, whole } from "../../catalog/index.ts";
import { message } from "../../platform/i18n.ts";
import { bool, integer, isMessage, type Kind, rounded, text } from "../../platform/kinds.ts";

export { bodyField, wireTypes } from "../../catalog/index.ts";
export type { Field };

const words = (name: string, limit?: number) =>
  field(name, "text", text(limit, { blank: true }), { null: false, standard: "" });

const measure = (name: string, digits: number, places: number) =>
  field(name, "decimal", blankIsNull(rounded(digits, places)), { places });

const degrees = (name: string, most: number) =>
  field(name, "decimal", rounded(9, 6, -most, most), { required: true, null: false, places: 6 });

const BIG = 2 ** 53;
const bytes = (name: string) => field(name, "integer", blankIsNull(integer(-BIG, BIG)));

const flag = (name: string) => {
  const kind: Kind<number> = {
    parse(value) {
      const read = bool.parse(value);
      return isMessage(read) ? read : Number(read);
    },
    json: bool.json,
  };
  return field(name, "bool", kind, { null: false, standard: 0 });
};

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** A URL takes for a host in brackets what is an IPv6 address, and nothing else. */
const isAddress = (given: string) => IPV4.test(given) || (/^[\da-f:.]+$/i.test(given) && isIpv6(given));
const isIpv6 = (given: string) => given.includes(":") && URL.canParse(`http://[${given}]/`);

const address: Kind<string> = {
  parse(value) {
    const given = typeof value === "string" ? value.trim() : "";
    return isAddress(given) ? given : message("Enter a valid IPv4 or IPv6 address.");
  },
  json: { type: "string", examples: ["84.54.70.1"] },
};

const sensor = (name: string) => ["x", "y", "z"].map((axis) => measure(`${name}_${axis}`, 8, 4));

export const FIELDS: readonly Field[] = [
  field("agent_code", "text", text(100), { required: true, null: false }),
  words("agent_name", 150),
  words("agent_phone", 50),
  words("region", 120),
  words("device_id", 120),
  words("device_name", 120),
  words("device_manufacturer", 100),
  words("device_model", 100),
  words("platform", 50),
  words("os_version", 50),
  whole("screen_width"),
  whole("screen_height"),
  measure("screen_density", 5, 2),
  bytes("ram_total"),
  bytes("ram_available"),
  bytes("storage_total"),
  bytes("storage_available"),
  flag("camera_front"),
  flag("camera_back"),
  words("camera_resolution", 50),
  words("app_version", 40),
  words("app_build_number", 50),
  time("app_installation_date"),
  time("app_last_update"),
  degrees("latitude", 90),
  degrees("longitude", 180),
  measure("accuracy", 7, 2),
  measure("altitude", 8, 2),
  measure("speed", 6, 2),
  measure("heading", 6, 2),
  words("city", 100),
  words("country", 100),
  words("postal_code", 20),
  words("timezone", 50),
  words("location_provider", 50),
  measure("battery_level", 4, 1),
  flag("is_charging"),
  words("battery_health", 50),
  measure("battery_temperature", 5, 2),
  measure("battery_voltage", 6, 3),
  words("signal_strength", 50),
  words("network_type", 50),
  words("wifi_ssid", 100),
  words("wifi_bssid", 50),
  words("cellular_operator", 100),
  words("cellular_network_type", 50),
  field("ip_address", "text", blankIsNull(address)),
  words("connection_type", 50),
  ...sensor("accelerometer"),
  ...sensor("gyroscope"),
  ...sensor("magnetometer"),
  measure("proximity_sensor", 8, 4),
  measure("light_sensor", 8, 2),
  measure("temperature", 5, 2),
  measure("humidity", 5, 2),
  measure("pressure", 7, 2),
  words("device_fingerprint", 255),
  flag("is_rooted"),
  flag("is_jailbroken"),
  flag("encryption_enabled"),
  words("screen_lock_type", 50),
  time("logged_at"),
  words("address", 255),
  words("note"),
  document("metadata", "{}"),
];

/** Filters that compare for equality; `platform` without case. */
export const EXACT = [
  "agent_code",
  "agent_name",
  "agent_phone",
  "region",
  "platform",
  "device_id",
  "device_manufacturer",
  "city",
] as const;

export const SEARCHED = ["agent_code", "agent_name", "agent_phone", "device_id", "device_name", "region"];
