/** Values that a field takes, with what it answers for each, and values that it refuses, with its words. */
import type { Dice } from "../../workers/emulators/dice.ts";
import { CHOICES, type Promised } from "./contract-fields.ts";

/** What is sent, and the value or the message that comes of it. */
export type Case = readonly [sent: unknown, expected: unknown];

const REQUIRED = "This field is required.";
const NO_NULL = "This field may not be null.";
const NO_BLANK = "This field may not be blank.";
const NO_TEXT = "Not a valid string.";
const NO_NUL = "Null characters are not allowed.";
const NO_NUMBER = "A valid number is required.";
const NO_INTEGER = "A valid integer is required.";
const NO_EMAIL = "Enter a valid email address.";
const NO_URL = "Enter a valid URL.";
const NO_JSON = "Value must be valid JSON.";
const NO_DATE = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
const NO_STAMP =
  "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
const TOO_MUCH_JSON = "Ensure this value is at most 65536 bytes of JSON and 20 levels deep.";
const tooLong = (limit: number) => `Ensure this field has no more than ${limit} characters.`;

export { REQUIRED };

const same = (...values: unknown[]): Case[] => values.map((value) => [value, value]);
const all = (message: string, ...values: unknown[]): Case[] => values.map((value) => [value, message]);

const deep = (levels: number): unknown => (levels === 1 ? [] : [deep(levels - 1)]);
const nines = (count: number) => "9".repeat(count);
const trimmed = (text: string): Case => [`\n ${text}\t `, text];

const EMPTY: Case[] = [
  ["", null],
  [null, null],
];

const texts = (limit: number): Case[] => [
  ...same("ы".repeat(limit), "😀".repeat(limit), 'ё"\\\u2028%_*’O'.slice(0, limit), "007", "null"),
  trimmed("x".repeat(limit)),
  [12.5, "12.5"],
  [0, "0"],
];

function decimals({ limit, places }: Promised): Case[] {
  const most = `${nines(limit - places)}.${nines(places)}`;
  const zeros = "0".repeat(places);
  return [
    ...same(most, `-${most}`, `0.${zeros}`, `-0.5${zeros.slice(1)}`),
    [1, `1.${zeros}`],
    ["-0", `0.${zeros}`],
    [" +1. ", `1.${zeros}`],
    [".5", `0.5${zeros.slice(1)}`],
    [0.25, `0.25${zeros.slice(2)}`],
    ["5e-1", `0.5${zeros.slice(1)}`],
    ...EMPTY,
  ];
}

const BLANK: Case[] = [...same("", null), [" \n ", ""]];
const DAYS = ["2026-02-28", "2024-02-29", "0001-01-01", "9999-12-31"];

const accepted: Record<Promised["type"], (field: Promised) => Case[]> = {
  key: ({ limit }) => texts(limit).filter(([sent]) => typeof sent === "string" && sent !== "null"),
  name: ({ limit }) => texts(limit),
  text: ({ limit }) => [...texts(limit), ...BLANK],
  email: ({ limit }) => [
    ...same("a@b.uz", "A.b+c_d-e@Sub.Domain-1.uz", `${"a".repeat(limit - 5)}@b.uz`),
    trimmed("a@b.uz"),
    ...BLANK,
  ],
  url: ({ limit }) => [
    ...same("https://a.uz", "http://a.uz:8080/b?c=d&e=ё#f", `https://a.uz/${"x".repeat(limit - 13)}`),
    trimmed("http://localhost/"),
    ...BLANK,
  ],
  html: () => [
    ...same("<p>a</p>", `<p>${"ы".repeat(31_993)}</p>`, "oddiy matn & 5 > 3", "<p><br /></p>"),
    ["<p onclick=x>a<script>b</script></p>", "<p>a</p>"],
    ["<p><br></p>", "<p><br /></p>"],
    ...BLANK,
  ],
  integer: () => [
    ...same(2_147_483_647, -2_147_483_648, 0),
    ["5", 5],
    [" -7.0 ", -7],
    ["2147483647", 2_147_483_647],
    ...EMPTY,
  ],
  decimal: decimals,
  date: () => [...same(...DAYS), trimmed("2026-01-31"), ...EMPTY],
  stamp: () => [
    ...same("2026-11-21T05:13:59.472562+05:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59+05:00"),
    ["2026-11-21T00:13:59Z", "2026-11-21T05:13:59+05:00"],
    ["2026-11-21 05:13", "2026-11-21T05:13:00+05:00"],
    ["1969-12-31T23:59:59.999999-01:00", "1970-01-01T05:59:59.999999+05:00"],
    ...EMPTY,
  ],
  json: () => [
    ...same({}, [], { a: [1, "ё", null, { "": '"' }], b: 1.5 }, 5, false, deep(20), ["x".repeat(65_532)]),
    ['{"a": 1}', { a: 1 }],
    ["null", null],
    ...EMPTY,
  ],
  choice: () => same(...CHOICES),
};

const wrongTexts = (limit: number): Case[] => [
  ...all(tooLong(limit), "x".repeat(limit + 1), "😀".repeat(limit + 1)),
  ...all(NO_TEXT, [], {}, true),
  ...all(NO_NUL, "a\u0000b"),
];
const needed: Case[] = [[null, NO_NULL], ...all(NO_BLANK, "", " \n\t ")];

const refused: Record<Promised["type"], (field: Promised) => Case[]> = {
  key: ({ limit }) => [
    ...needed,
    ...wrongTexts(limit),
    ...["duplicates", "bulk", "export-xlsx", " import-xlsx ", "template-xlsx"].map(
      (word): Case => [word, `"${word.trim()}" is not a valid choice.`],
    ),
  ],
  name: ({ limit }) => [...needed, ...wrongTexts(limit)],
  text: ({ limit }) => wrongTexts(limit),
  html: ({ limit }) => [...wrongTexts(limit), [`<p>${"x".repeat(limit)}</p>`, tooLong(limit)]],
  email: ({ limit }) => [
    ...all(NO_EMAIL, "a", "a@", "@b.uz", "a@b", "a b@c.uz", "a@b..uz", "ё@b.uz", "a@b.uz, c@d.uz", 5),
    ...all(NO_TEXT, []),
    ...all(tooLong(limit), `${"a".repeat(limit - 4)}@b.uz`),
  ],
  url: ({ limit }) => [
    ...all(NO_URL, "a.uz", "javascript:alert(1)", "https://", "https://a b.uz", "mailto:a@b.uz", "//a.uz", 5),
    ...all(NO_TEXT, {}),
    ...all(tooLong(limit), `https://a.uz/${"x".repeat(limit - 12)}`),
  ],
  integer: () => [
    ...all("Ensure this value is less than or equal to 2147483647.", 2_147_483_648, "9".repeat(30), 1e21),
    ...all("Ensure this value is greater than or equal to -2147483648.", -2_147_483_649),
    ...all(NO_INTEGER, "x", 1.5, "1,5", [], {}),
  ],
  decimal: ({ limit, places }) => [
    ...all(`Ensure that there are no more than ${limit} digits in total.`, nines(limit + 1)),
    ...all(`Ensure that there are no more than ${places} decimal places.`, `0.${"1".repeat(places + 1)}`),
    ...all(
      `Ensure that there are no more than ${limit - places} digits before the decimal point.`,
      `-1${"0".repeat(limit - places)}`,
    ),
    ...all(NO_NUMBER, "x", "NaN", "Infinity", "1,5", "1 000", [], true),
  ],
  date: () =>
    all(NO_DATE, "2026-02-29", "2026-2-1", "01.02.2026", "2026-01-01T00:00", 20_260_101, [], "0000-01-01"),
  stamp: () => all(NO_STAMP, "x", "2026-13-01T00:00:00Z", "2026-11-21T24:00", 5, [], "21.11.2026 05:13"),
  json: () => [
    ...all(NO_JSON, "{", "{a:1}", "text", '"a text"'),
    ...all(TOO_MUCH_JSON, deep(21), ["x".repeat(65_533)]),
  ],
  choice: () => [
    [null, NO_NULL],
    ...["", "pending", "PENDING ", 5].map((value): Case => [value, `"${value}" is not a valid choice.`]),
  ],
};

export const acceptedOf = (field: Promised): Case[] => accepted[field.type](field);
export const refusedOf = (field: Promised): Case[] => refused[field.type](field);

const LETTERS = [..."abАбёЎқ'‘ʻ`\"\\/%_*<>&;,.-№019 \n\u2028😀"];

function anyText(dice: Dice, limit: number): string {
  const letters = Array.from({ length: dice.between(1, Math.min(limit, 40)) }, () => dice.pick(LETTERS));
  return letters.join("").replaceAll("<", "(").trim();
}

/** Any value that the field takes; a key or name is never empty. */
export function anyValue(field: Promised, dice: Dice): Case {
  const { type, limit } = field;
  if (["text", "name", "key"].includes(type) && dice.between(0, 2)) {
    const text = anyText(dice, limit - 1);
    return text === "" ? ["x", "x"] : [text, text];
  }
  if (type === "integer")
    return dice.pick<Case>([...acceptedOf(field), [dice.between(-9999, 9999), undefined]]);
  return dice.pick(acceptedOf(field).filter(([sent]) => JSON.stringify(sent).length < 4000));
}
