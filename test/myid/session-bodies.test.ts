/** What opens a session: every field at every border, and nothing sent on that was not said. */
import { describe, expect, test } from "vitest";
import { checkSession } from "../../src/myid/read-session-body.ts";
import { translate } from "../../src/platform/i18n.ts";

/** 23:30 in Tashkent on the 25th; in UTC it is the same day. */
const NOW = Date.UTC(2026, 10, 25, 18, 30);
const BORN = { birth_date: "1990-01-15" };

function faultsOf(body: Record<string, unknown>, now = NOW): Record<string, unknown> {
  const checked = checkSession(body, now);
  return "errors" in checked ? (translate(checked.errors, "en") as Record<string, unknown>) : {};
}

function askedOf(body: Record<string, unknown>): unknown {
  const checked = checkSession(body, NOW);
  return "asked" in checked ? checked.asked : checked.errors;
}

const UUID = "550e8400-e29b-41d4-a716-446655440000";

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ["nothing", {}, {}],
  [
    "null for every field",
    {
      phone_number: null,
      birth_date: null,
      is_resident: null,
      pass_data: null,
      pinfl: null,
      threshold: null,
      reuid: null,
    },
    {},
  ],
  ["unknown keys", { external_id: "x", constructor: 1, ["__proto__"]: { threshold: 0 } }, {}],
  ["a phone number of 12", { phone_number: "998901234567" }, { phone_number: "998901234567" }],
  [
    "a phone number of 13, sent on without its plus",
    { phone_number: "+998901234567" },
    { phone_number: "998901234567" },
  ],
  ["a phone number as a number", { phone_number: 998901234567 }, { phone_number: "998901234567" }],
  ["a date alone", BORN, BORN],
  ["today in Tashkent", { birth_date: "2026-11-25" }, { birth_date: "2026-11-25" }],
  ["the 29th of February", { birth_date: "2000-02-29" }, { birth_date: "2000-02-29" }],
  ["a resident", { is_resident: true }, { is_resident: true }],
  ["no resident", { is_resident: "false" }, { is_resident: false }],
  ["a passport of 6 digits", { ...BORN, pass_data: "AA123456" }, { ...BORN, pass_data: "AA123456" }],
  [
    "a passport of 7 digits in small letters",
    { ...BORN, pass_data: " ab1234567 " },
    { ...BORN, pass_data: "AB1234567" },
  ],
  ["a PINFL", { ...BORN, pinfl: "12345678901234" }, { ...BORN, pinfl: "12345678901234" }],
  ["a PINFL as a number", { ...BORN, pinfl: 12345678901234 }, { ...BORN, pinfl: "12345678901234" }],
  ["the least threshold", { threshold: 0.5 }, { threshold: 0.5 }],
  ["the most", { threshold: 0.99 }, { threshold: 0.99 }],
  ["a threshold as text", { threshold: "0.85" }, { threshold: 0.85 }],
  ["a reuid", { reuid: UUID.toUpperCase() }, { reuid: UUID.toUpperCase() }],
  [
    "the document's own example",
    {
      phone_number: "+998901234567",
      birth_date: "1990-01-15",
      is_resident: true,
      pass_data: "AA123456",
      threshold: 0.85,
    },
    {
      phone_number: "998901234567",
      birth_date: "1990-01-15",
      is_resident: true,
      pass_data: "AA123456",
      threshold: 0.85,
    },
  ],
])("%s is taken", (_, body, asked) => {
  expect(askedOf(body)).toEqual(asked);
});

const PHONE = { phone_number: ["Enter a phone number like 998901234567."] };
const FORMAT = { birth_date: ["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."] };
const FUTURE = { birth_date: ["A date of birth cannot be in the future."] };
const PASS = { pass_data: ["Enter 2 Latin letters and 6 to 7 digits."] };
const PINFL = { pinfl: ["Enter 14 digits."] };
const NUMBER = { threshold: ["A valid number is required."] };
const REUID = { reuid: ["Must be a valid UUID."] };
const TEXT = ["Not a valid string."];

test.each<[Record<string, unknown>, Record<string, unknown>]>([
  [{ phone_number: "99890123456" }, PHONE],
  [{ phone_number: "9989012345678" }, PHONE],
  [{ phone_number: "+99890123456" }, PHONE],
  [{ phone_number: "++998901234567" }, PHONE],
  [{ phone_number: "997901234567" }, PHONE],
  [{ phone_number: "998 90 1234567" }, PHONE],
  [{ phone_number: "998٩01234567" }, PHONE],
  [{ phone_number: "998901234567\n1" }, PHONE],
  [{ phone_number: "" }, { phone_number: ["This field may not be blank."] }],
  [{ phone_number: {} }, { phone_number: TEXT }],
  [{ phone_number: ["998901234567"] }, { phone_number: TEXT }],
  [{ birth_date: "2023-02-29" }, FORMAT],
  [{ birth_date: "15.01.1990" }, FORMAT],
  [{ birth_date: "1990-1-15" }, FORMAT],
  [{ birth_date: "1990-01-15T00:00:00" }, FORMAT],
  [{ birth_date: "0000-01-01" }, FORMAT],
  [{ birth_date: 19900115 }, FORMAT],
  [{ birth_date: "2026-11-26" }, FUTURE],
  [{ birth_date: "9999-12-31" }, FUTURE],
  [{ is_resident: "maybe" }, { is_resident: ["Must be a valid boolean."] }],
  [{ is_resident: 2 }, { is_resident: ["Must be a valid boolean."] }],
  [{ ...BORN, pass_data: "AA12345" }, PASS],
  [{ ...BORN, pass_data: "AA12345678" }, PASS],
  [{ ...BORN, pass_data: "A1234567" }, PASS],
  [{ ...BORN, pass_data: "AAA123456" }, PASS],
  [{ ...BORN, pass_data: "АА123456" }, PASS],
  [{ ...BORN, pass_data: "AA 123456" }, PASS],
  [{ ...BORN, pinfl: "1234567890123" }, PINFL],
  [{ ...BORN, pinfl: "123456789012345" }, PINFL],
  [{ ...BORN, pinfl: "1234567890123a" }, PINFL],
  [{ threshold: 0.49 }, { threshold: ["Ensure this value is greater than or equal to 0.5."] }],
  [{ threshold: 0.4999999999 }, { threshold: ["Ensure this value is greater than or equal to 0.5."] }],
  [{ threshold: 0.9900001 }, { threshold: ["Ensure this value is less than or equal to 0.99."] }],
  [{ threshold: 1 }, { threshold: ["Ensure this value is less than or equal to 0.99."] }],
  [{ threshold: -0.7 }, { threshold: ["Ensure this value is greater than or equal to 0.5."] }],
  [{ threshold: Number.POSITIVE_INFINITY }, NUMBER],
  [{ threshold: Number.NaN }, NUMBER],
  [{ threshold: "0,85" }, NUMBER],
  [{ threshold: "" }, NUMBER],
  [{ threshold: true }, NUMBER],
  [{ threshold: [0.85] }, NUMBER],
  [{ reuid: UUID.slice(1) }, REUID],
  [{ reuid: `${UUID}0` }, REUID],
  [{ reuid: UUID.replaceAll("-", "") }, REUID],
  [{ reuid: UUID.replace("5", "g") }, REUID],
  [{ pass_data: "AA123456" }, { birth_date: ["This field is required with pass_data or pinfl."] }],
  [
    { pinfl: "12345678901234", birth_date: null },
    { birth_date: ["This field is required with pass_data or pinfl."] },
  ],
  [
    { ...BORN, pass_data: "AA123456", pinfl: "12345678901234" },
    { non_field_errors: ["Give pass_data or pinfl, not both."] },
  ],
])("%j is refused at its field", (body, errors) => {
  expect(faultsOf(body)).toEqual(errors);
});

describe("several breaches", () => {
  test("are told at once, whole-object rules last", () => {
    const errors = faultsOf({
      phone_number: "1",
      birth_date: "x",
      pass_data: "1",
      pinfl: "1",
      threshold: 2,
      reuid: "1",
    });
    expect(Object.keys(errors)).toEqual([
      "phone_number",
      "birth_date",
      "pass_data",
      "pinfl",
      "threshold",
      "reuid",
      "non_field_errors",
    ]);
  });
  test("name no value that was sent", () => {
    const secret = "s3cret-value";
    const fields = ["phone_number", "birth_date", "is_resident", "pass_data", "pinfl", "threshold", "reuid"];
    const errors = faultsOf(Object.fromEntries(fields.map((name) => [name, secret])));
    expect(JSON.stringify(errors)).not.toContain(secret);
  });
});

test("the day ends at midnight in Tashkent, five hours before it does in UTC", () => {
  const tomorrow = { birth_date: "2026-11-26" };
  expect(faultsOf(tomorrow, Date.UTC(2026, 10, 25, 18, 59))).toEqual(FUTURE);
  expect(faultsOf(tomorrow, Date.UTC(2026, 10, 25, 19, 0))).toEqual({});
});
