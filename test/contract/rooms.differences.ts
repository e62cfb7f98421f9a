/** What Excel, agent locations and reports answer otherwise than the recorded server, and why. */
import type { Difference } from "./differences.ts";

const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const NO_SUBMISSIONS =
  '"total_added":0,"total_approved":0,"total_rejected":0,"top_regions":[],"top_districts":[],"top_users":[]';

const excel: Difference[] = [
  {
    names: ["Excel: Export"],
    instead: "an export needs an operator, and the file is named after the sheet",
    because: "It is the whole table at once.",
    asks: { signedIn: true },
    headers: { "content-type": SPREADSHEET, "content-disposition": 'attachment; filename="projects.xlsx"' },
    text: /^PK/,
  },
  {
    names: ["Excel: Import of that file"],
    instead: "rows that the file does not change are counted apart",
    because: "Who sends a file twice wants to see that nothing happened.",
    asks: { upload: "the export" },
    text: '{"created":0,"updated":0,"unchanged":1,"errors":[],"errors_json":[],"ignored_columns":[]}',
  },
  {
    names: ["Excel: Import, not a workbook"],
    instead: "the words are those of the catalogue that was replaced",
    because: "Its web console shows the text under `error`.",
    asks: { upload: "no workbook" },
    text: '{"error":"XLSX faylni o\'qib bo\'lmadi"}',
  },
  {
    names: ["Excel: Import, field missing"],
    instead: "the words are those of the catalogue that was replaced",
    because: "Its web console shows the text under `error`.",
    asks: { upload: "nothing" },
    text: '{"error":"file field talab qilinadi"}',
  },
  {
    names: ["Excel: GET of import"],
    instead: "a caller without credentials learns nothing about a path that needs them",
    because: "401 comes before 405 on every path.",
    status: 401,
    text: '{"detail":"Authentication credentials were not provided."}',
  },
];

const point = { latitude: "41.311100", longitude: "69.279700", battery_level: "85.5" };

const locations: Difference[] = [
  {
    names: ["Agent location: Create"],
    instead: "decimals are strings of a fixed scale",
    because: "A double loses digits.",
    part: point,
  },
  {
    names: ["Agent location: List"],
    instead: "decimals are strings of a fixed scale",
    because: "A double loses digits.",
    part: { results: [{ agent_code: "AGENT001", device_name: "Samsung Galaxy S21", ...point }] },
  },
  {
    names: ["Agent location: List, bad date"],
    instead: "a bad date has one text in every list",
    because: "The filter takes days and times alike.",
    text: '{"date_from":["Enter a valid date."]}',
  },
];

const reports: Difference[] = [
  {
    names: ["Reports (the peer's own shape): Daily"],
    instead: "reports need credentials, and totals have the bot's names",
    because: "The Telegram bot reads total_added, total_approved and total_rejected.",
    asks: { signedIn: true },
    text: new RegExp(`^\\{"date":"\\d{4}-\\d{2}-\\d{2}",${NO_SUBMISSIONS.replace(/[[\]]/g, "\\$&")}\\}$`),
  },
  {
    names: ["Reports (the peer's own shape): Daily, day without records"],
    instead: "reports need credentials, and totals have the bot's names",
    because: "The Telegram bot reads total_added, total_approved and total_rejected.",
    asks: { signedIn: true },
    text: `{"date":"2000-01-01",${NO_SUBMISSIONS}}`,
  },
  {
    names: ["Reports (the peer's own shape): Range"],
    instead: "a range has every day of it, the empty ones too",
    because: "A chart is drawn from it.",
    asks: { signedIn: true },
    text: /^\{"date_from":"2026-01-01","date_to":"2026-01-30","total_added":0.*"days":\[\{"date":"2026-01-01","added":0,"approved":0,"rejected":0\},.*"2026-01-30"/,
  },
  {
    names: [
      "Reports (the peer's own shape): Daily, bad date",
      "Reports (the peer's own shape): Range, dates missing",
      "Reports (the peer's own shape): Range, reversed",
    ],
    instead: "reports need credentials",
    because: "They name people.",
    asks: { signedIn: true },
  },
];

export const ROOM_DIFFERENCES: readonly Difference[] = [...excel, ...locations, ...reports];
