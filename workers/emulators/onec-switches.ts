/** Every switch of the 1C stand-in, by heading: the pitfalls of its data and the faults of its transport. */
import { choice, everyKth, flag, matching, type Settings, whole, wholeOr } from "./switches.ts";

/** setTimeout's own limit is beyond it; an hour is longer than any deadline of ours. */
const MS = [0, 3_600_000] as const;
const ITEMS = [0, 10_000_000] as const;

const contents = {
  n: whole(ITEMS, 2_000, "How many products and clients there are.", "n=1"),
  clients: wholeOr("n", ITEMS, "n", "How many clients there are, when that differs from n.", "n=5;clients=2"),
  seed: whole([0, 2_147_483_647], 1, "The same seed gives the same items, always.", "n=3;seed=7"),
  fields: choice(
    ["every", "usual", "extra"],
    "Every element of the contract's table; only those that most bases fill; or, besides, other columns and an element that nobody knows.",
    "n=3;fields=extra",
  ),
  change: whole(
    [0, 100],
    0,
    "The percentage of prices and credit limits that is new in each run.",
    "n=9;change=10",
  ),
  run: wholeOr(
    "count",
    [0, 1_000_000],
    "count",
    "Which run this is. Counted: the first answered call of an address is run 0, the next run 1.",
    "n=9;change=50;run=2",
  ),
  duplicates: everyKth("Every k-th item comes once more at the end, with another price.", "n=4;duplicates=2"),
  disabled: everyKth("Every k-th item has is_active true, which in 1C means disabled.", "n=4;disabled=2"),
  deleted: everyKth("Every k-th item has is_delete true.", "n=4;deleted=2"),
  missing_codes: everyKth(
    "Every k-th item has no Code: in turn absent, empty, blanks.",
    "n=6;missing_codes=2",
  ),
  missing_names: everyKth(
    "Every k-th item has no Name: in turn absent, empty, blanks.",
    "n=6;missing_names=2",
  ),
  bad: everyKth("Every k-th item has a value that does not fit its column.", "n=6;bad=2"),
  bad_kind: choice(
    ["mixed", "long", "number", "overflow", "date", "json", "email"],
    "What kind of value does not fit (email: clients alone, else long).",
    "n=2;bad=1;bad_kind=date",
  ),
  huge: whole(
    [0, 1_000_000_000],
    0,
    "How many characters the first item's Description has.",
    "n=2;huge=5000",
  ),
};

const values = {
  codes: choice(
    ["zeros", "plain", "cyrillic"],
    "Leading zeros (000000012), none (12), or a Cyrillic prefix (НФ-00000012).",
    "n=3;codes=cyrillic",
  ),
  pad: whole([0, 100], 0, "Codes are padded with spaces at the end to this length.", "n=3;pad=20"),
  decimals: choice(
    ["point", "comma", "space", "nbsp", "narrow"],
    "1234.50; a comma; a comma and thousands parted by a space, NBSP or narrow NBSP (1 234,50).",
    "n=3;decimals=nbsp",
  ),
  integers: choice(["plain", "decimal"], "Whole numbers as 12 or as 12.0.", "n=3;integers=decimal"),
  dates: choice(
    [
      "ymd",
      "dmy-dots",
      "dmy-slashes",
      "ymd-dots",
      "ymd-slashes",
      "dmy-dashes",
      "datetime",
      "datetime-zone",
      "empty",
      "empty-datetime",
      "mixed",
    ],
    "How dates are written; empty is 1C's 0001-01-01. Products have dates with fields=extra.",
    "n=3;fields=extra;dates=dmy-dots",
  ),
  blank: choice(
    ["off", "empty", "NULL", "None", "null", "absent", "mixed"],
    "What every element but Code and Name holds instead of its value.",
    "n=3;blank=NULL",
  ),
  spelling: choice(
    ["first", "second", "third", "fourth", "underscores", "columns", "mixed"],
    "Which of an element's names is used (suplier, Suplier, Supplier), Base_Price, our columns' names, or each item another.",
    "n=3;spelling=second",
  ),
};

const document = {
  soap: choice(["1.2", "1.1", "both"], "The version that the WSDL offers (a real 1C: both).", "n=1;soap=1.1"),
  namespace: choice(
    ["sample", "other"],
    "http://www.sample-package.org or another one.",
    "n=1;namespace=other",
  ),
  encoding: choice(["utf-8", "windows-1251"], "The encoding of the answer.", "n=3;encoding=windows-1251"),
  said: choice(
    ["both", "header", "declaration", "nowhere", "conflict"],
    "Where the encoding is told: header and XML declaration, one, none, or a right header over a wrong declaration.",
    "n=3;encoding=windows-1251;said=declaration",
  ),
  bom: flag("The bytes EF BB BF come before everything else, whatever the encoding.", "n=3;bom=1"),
  prefixes: choice(
    ["usual", "other", "none", "repeated", "no-namespace"],
    "soap: and m:; other ones; default namespaces; declared again on each item; the response in no namespace.",
    "n=2;prefixes=repeated",
  ),
  shape: choice(
    ["return", "direct", "counted", "count", "return-count", "nil", "bare"],
    "Items in return; right under the response; after a TotalCount; only a TotalCount under the response, or in return; return nil; an empty response.",
    "n=2;shape=direct",
  ),
  layout: choice(["lines", "pretty", "one-line"], "Where line breaks are.", "n=2;layout=pretty"),
  cdata: flag("Texts are CDATA sections.", "n=2;cdata=1"),
  entities: choice(
    ["usual", "builtin", "numeric", "undeclared"],
    "Only where needed; all five in each Name; characters beyond ASCII as numbers; an undeclared &nbsp; in each Name.",
    "n=2;entities=builtin",
  ),
  comments: flag("Comments and a processing instruction, also inside a Name.", "n=2;comments=1"),
  doctype: choice(["off", "plain", "bomb", "external"], "A DOCTYPE before the envelope.", "n=1;doctype=bomb"),
  type: choice(
    ["usual", "text-plain", "octet-stream", "text-html", "none"],
    "The Content-Type of a good answer.",
    "n=1;type=text-plain",
  ),
};

const transport = {
  auth: matching(
    "user:password",
    /^[^:]+:.+$/,
    "Basic auth is asked of every request.",
    "n=1;auth=admin:secret",
  ),
  on: choice(
    ["call", "wsdl", "both"],
    "Where redirect, status, fail, html and slow happen.",
    "on=both;status=503",
  ),
  redirect: matching(
    "same, or host[:port]",
    /^[a-z0-9.-]+(:\d+)?$/,
    "A redirect: to this host (307, once), or to another (302).",
    "redirect=onec.example",
  ),
  status: wholeOr("off", [400, 599], "off", "Every answer has this status.", "status=404"),
  fail: whole([0, 1_000], 0, "So many times fail_status, then fine.", "n=1;fail=2;label=once"),
  fail_status: whole([400, 599], 500, "The status of fail.", "n=1;fail=1;fail_status=503"),
  html: choice(["off", "licence", "login"], "An HTML page with status 200.", "html=licence"),
  fault: choice(["off", "200", "500"], "A SOAP fault, with this status.", "fault=500"),
  slow: wholeOr("forever", MS, 0, "Milliseconds until the head of the answer.", "n=1;slow=3000"),
  stall: wholeOr("forever", MS, 0, "Milliseconds without a byte after stall_after items.", "n=9;stall=3000"),
  stall_after: whole(ITEMS, 1, "The items before the stall.", "n=9;stall=3000;stall_after=5"),
  pace: whole(MS, 0, "Milliseconds before each chunk.", "n=9;chunk=1000;pace=100"),
  chunk: whole([1, 10_000_000], 65_536, "The bytes of a chunk (1 splits letters).", "n=1;chunk=1"),
  truncate: wholeOr(
    "off",
    ITEMS,
    "off",
    "The body ends in the middle of the item after so many.",
    "n=9;truncate=2",
  ),
  abort: wholeOr("off", ITEMS, "off", "The connection is cut after so many items.", "n=9;abort=2"),
  label: matching(
    "a-z, 0-9, -",
    /^[a-z0-9-]{1,40}$/,
    "Gives fail and run a count of their own.",
    "n=1;fail=1;label=mine",
  ),
};

export const SWITCH_GROUPS = {
  "What the base holds": contents,
  "How values are written": values,
  "How the document is written": document,
  "What the connection does": transport,
};

export const SWITCHES = { ...contents, ...values, ...document, ...transport };
export type OnecSettings = Settings<typeof SWITCHES>;
