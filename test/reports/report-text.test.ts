/** The text of a day's report: what people read, whatever names there are. */
import { expect, test } from "vitest";
import { reportText } from "../../src/reports/report-text.ts";
import { readHtml } from "../../workers/emulators/telegram-html.ts";

const EMPTY = {
  ...{ date: "2026-11-25", total_added: 0, total_approved: 0, total_rejected: 0 },
  ...{ top_regions: [], top_districts: [], top_users: [] },
};

test("a day is told in Uzbek, with its places and people in their order", () => {
  const text = reportText(
    {
      ...EMPTY,
      ...{ total_added: 53, total_approved: 41, total_rejected: 12 },
      top_regions: [
        { name: "Farg‘ona viloyati", count: 30 },
        { name: "Toshkent shahri", count: 23 },
      ],
      top_districts: [{ name: "Qo‘qon shahri", count: 20 }],
      top_users: [{ full_name: "Ali Valiyev", count: 9 }],
    },
    "18:00",
  );
  expect(text).toBe(`<b>Kunlik hisobot — 25.11.2026</b>
Soat 18:00 holatiga ko‘ra

Qo‘shildi: <b>53</b>
Tasdiqlandi: <b>41</b>
Rad etildi: <b>12</b>

<b>Viloyatlar</b>
1. Farg‘ona viloyati — 30
2. Toshkent shahri — 23

<b>Tumanlar</b>
1. Qo‘qon shahri — 20

<b>Xodimlar</b>
1. Ali Valiyev — 9`);
});

test("a day on which nothing happened says so in numbers alone", () => {
  expect(reportText(EMPTY, "18:00").split("\n").slice(3)).toEqual([
    "Qo‘shildi: <b>0</b>",
    "Tasdiqlandi: <b>0</b>",
    "Rad etildi: <b>0</b>",
  ]);
});

test.each([
  ["<b>bold", "&lt;b&gt;bold"],
  ["a & b &amp; c", "a &amp; b &amp;amp; c"],
  ["</b></b>", "&lt;/b&gt;&lt;/b&gt;"],
  ["two\nlines\tand  more", "two lines and more"],
])("a name is told as it is, whatever it looks like: %j", (full_name, told) => {
  const text = reportText({ ...EMPTY, top_users: [{ full_name, count: 1 }] }, "18:00");
  expect(text).toContain(`\n1. ${told} — 1`);
  const { fault, text: seen } = readHtml(text);
  expect(fault).toBeUndefined();
  expect(seen).toContain(full_name.replace(/\s+/g, " "));
});

test.each(["<", "&", "x", "👨‍👩‍👧", "𝕏"])(
  "names however long (%s) keep the message whole and within the limit",
  (one) => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ name: one.repeat(300), count: 50 - index }));
    const top_users = rows.map(({ name, count }) => ({ full_name: name, count }));
    const text = reportText({ ...EMPTY, top_regions: rows, top_districts: rows, top_users }, "18:00");
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(text.length).toBeGreaterThan(3000);
    expect(text.isWellFormed()).toBe(true);
    expect(readHtml(text).fault).toBeUndefined();
    expect(text).toContain("…");
  },
);
