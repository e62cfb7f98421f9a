/** What is kept of points, held against the points themselves, counted in the plain way. */
import { expect } from "vitest";
import { type Row, sql } from "../catalog/api.ts";

const DAY_US = 86_400_000_000;

interface Stored {
  id: number;
  agent_code: string;
  region: string;
  logged_at: number | null;
  created_at: number;
  words_id: number;
}

/** As the contract says, without asking the table's own derived columns. */
export const timeOf = ({ logged_at, created_at }: Pick<Stored, "logged_at" | "created_at">) =>
  logged_at !== null && logged_at <= created_at + DAY_US ? logged_at : created_at;

function counted(keys: readonly string[]): Row[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, n]) => `${key} ${n}`).sort();
}

export async function expectKeptExact(label: unknown): Promise<void> {
  const rows = (await sql("SELECT * FROM agent_locations WHERE is_deleted = 0")) as Stored[];
  const newest = new Map<string, Stored>();
  for (const row of rows) {
    const other = newest.get(row.agent_code);
    if (!other || timeOf(row) > timeOf(other) || (timeOf(row) === timeOf(other) && row.id > other.id))
      newest.set(row.agent_code, row);
  }
  const dayOf = (row: Stored) => Math.floor((timeOf(row) + 18_000_000_000) / DAY_US);
  const [latest, days, words] = await Promise.all(
    ["agent_latest ORDER BY agent_code", "agent_days", "location_words"].map((from) =>
      sql(`SELECT * FROM ${from}`),
    ),
  );
  const kept = {
    latest: latest?.map(({ agent_code, at, location_id }) => [agent_code, at, location_id]),
    days: days
      ?.map(({ agent_code, day, region, n }) => `${JSON.stringify([agent_code, day, region])} ${n}`)
      .sort(),
    words: words?.map(({ id, n }) => `${id} ${n}`).sort(),
  };
  const codes = [...newest.keys()].sort();
  expect([label, kept]).toEqual([
    label,
    {
      latest: codes.map((code) => [code, timeOf(newest.get(code) as Stored), newest.get(code)?.id]),
      days: counted(
        rows.flatMap((row) =>
          [row.agent_code, ""].map((code) => JSON.stringify([code, dayOf(row), row.region])),
        ),
      ),
      words: counted(rows.map(({ words_id }) => String(words_id))),
    },
  ]);
}
