/** A day's report as people read it in Telegram: Uzbek, HTML of Telegram's kind, never over its limit. */

import type { DailyReport } from "./reports.schema.ts";

type Named = DailyReport["top_regions"][number];

const MOST_CHARS = 4096;
const NAME_CHARS = 100;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** On one line, and cut between characters. */
function shown(name: string): string {
  const characters = [...name.replace(/\s+/g, " ")];
  return escaped(
    characters.length > NAME_CHARS ? `${characters.slice(0, NAME_CHARS).join("")}…` : characters.join(""),
  );
}

const list = (heading: string, rows: readonly Named[]): string[] =>
  rows.length
    ? [
        "",
        `<b>${heading}</b>`,
        ...rows.map(({ name, count }, index) => `${index + 1}. ${shown(name)} — ${count}`),
      ]
    : [];

/** `time` is when the numbers were read: they may grow until midnight. */
export function reportText(report: DailyReport, time: string): string {
  const [year, month, day] = report.date.split("-");
  const lines = [
    `<b>Kunlik hisobot — ${day}.${month}.${year}</b>`,
    `Soat ${time} holatiga ko‘ra`,
    "",
    `Qo‘shildi: <b>${report.total_added}</b>`,
    `Tasdiqlandi: <b>${report.total_approved}</b>`,
    `Rad etildi: <b>${report.total_rejected}</b>`,
    ...list("Viloyatlar", report.top_regions),
    ...list("Tumanlar", report.top_districts),
    ...list(
      "Xodimlar",
      report.top_users.map(({ full_name, count }) => ({ name: full_name, count })),
    ),
  ];
  // A line is HTML on its own: whole ones are left out where all of them do not fit.
  while (lines.join("\n").length > MOST_CHARS) lines.pop();
  return lines.join("\n");
}
