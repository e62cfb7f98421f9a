/** The field table, the contract and the migration say the same of a point. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FIELDS, type Field } from "../../src/field/fields/location.ts";

/** As clients were promised them: texts that may be blank, by their limits, and the rest by its type. */
const PROMISED = `agent_code Char(100) needed
agent_name Char(150), agent_phone Char(50), region Char(120), device_id Char(120), device_name Char(120)
device_manufacturer Char(100), device_model Char(100), platform Char(50), os_version Char(50)
screen_width Integer, screen_height Integer, screen_density Decimal(5,2)
ram_total BigInteger, ram_available BigInteger, storage_total BigInteger, storage_available BigInteger
camera_front Boolean, camera_back Boolean, camera_resolution Char(50), app_version Char(40)
app_build_number Char(50), app_installation_date DateTime, app_last_update DateTime
latitude Decimal(9,6) needed, longitude Decimal(9,6) needed, accuracy Decimal(7,2), altitude Decimal(8,2)
speed Decimal(6,2), heading Decimal(6,2), city Char(100), country Char(100), postal_code Char(20)
timezone Char(50), location_provider Char(50), battery_level Decimal(4,1), is_charging Boolean
battery_health Char(50), battery_temperature Decimal(5,2), battery_voltage Decimal(6,3)
signal_strength Char(50), network_type Char(50), wifi_ssid Char(100), wifi_bssid Char(50)
cellular_operator Char(100), cellular_network_type Char(50), ip_address Address, connection_type Char(50)
accelerometer_x Decimal(8,4), accelerometer_y Decimal(8,4), accelerometer_z Decimal(8,4)
gyroscope_x Decimal(8,4), gyroscope_y Decimal(8,4), gyroscope_z Decimal(8,4)
magnetometer_x Decimal(8,4), magnetometer_y Decimal(8,4), magnetometer_z Decimal(8,4)
proximity_sensor Decimal(8,4), light_sensor Decimal(8,2), temperature Decimal(5,2), humidity Decimal(5,2)
pressure Decimal(7,2), device_fingerprint Char(255), is_rooted Boolean, is_jailbroken Boolean
encryption_enabled Boolean, screen_lock_type Char(50), logged_at DateTime, address Char(255), note Char(32000)
metadata JSON`
  .split(/\n|, /)
  .map((line) => line.split(" "));

const described = (field: Field): string => {
  const { type, kind, places } = field;
  if (type === "text") return kind.json["maxLength"] ? `Char(${kind.json["maxLength"]})` : "Address";
  if (type === "integer") return kind.json["maximum"] === 2 ** 53 ? "BigInteger" : "Integer";
  const { bool = "", stamp = "", json = "" } = { bool: "Boolean", stamp: "DateTime", json: "JSON" };
  return type === "decimal"
    ? `Decimal(${digitsOf(field)},${places})`
    : ({ bool, stamp, json }[String(type)] ?? type);
};

/** The longest whole part that is taken tells how many digits there are. */
function digitsOf({ kind, places, name }: Field): number {
  if (name === "latitude" || name === "longitude") return 9;
  let whole = 1;
  while (typeof kind.parse("9".repeat(whole + 1)) === "number") whole += 1;
  return whole + places;
}

test("the fields are the contract's in its order, with their limits, and three are needed", () => {
  expect(FIELDS.map((field) => [field.name, described(field)])).toEqual(
    PROMISED.map(([name, type]) => [name, type]),
  );
  expect(FIELDS.filter(({ required }) => required).map(({ name }) => name)).toEqual(
    PROMISED.filter(([, , needed]) => needed).map(([name]) => name),
  );
});

test("texts and flags are never null, everything else may be", () => {
  for (const { name, type, null: mayBeNull, required } of FIELDS)
    expect([name, mayBeNull]).toEqual([
      name,
      !required && (name === "ip_address" || (type !== "text" && type !== "bool")),
    ]);
});

const TYPES: Readonly<Record<string, string>> = { text: "TEXT", json: "TEXT" };

function columnOf({ name, type, null: mayBeNull, standard, places }: Field): string {
  const needs = mayBeNull ? "" : " NOT NULL";
  const standards =
    standard === null ? "" : ` DEFAULT ${typeof standard === "number" ? standard : `'${standard}'`}`;
  const checks =
    { bool: ` CHECK (${name} IN (0, 1))`, json: ` CHECK (json_valid(${name}))` }[String(type)] ?? "";
  const units = { decimal: ` -- 1/${10 ** places}`, stamp: " -- microseconds UTC" }[String(type)] ?? "";
  return `  ${name} ${TYPES[type] ?? "INTEGER"}${needs}${standards}${checks},${units}`;
}

test("the table has a column for each field, with its default and unit, and none besides", () => {
  const migration = readFileSync("migrations/0011_agent_locations.sql", "utf8");
  const [, body = ""] = /CREATE TABLE agent_locations \(\n(.*?)\n\) STRICT;/s.exec(migration) ?? [];
  const lines = body.split("\n").filter((line) => !line.startsWith("  --"));
  const own = ["id", "words_id", "is_active", "is_deleted", "created_at", "updated_at", "at", "day"];
  expect(lines.filter((line) => !own.includes(line.trim().split(" ", 1)[0] ?? ""))).toEqual(
    FIELDS.map(columnOf),
  );
});
