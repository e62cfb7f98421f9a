/** A year of submissions that the bench of reports reads, filled in through the triggers that count them. */
import type { Database } from "../lib/database.ts";
import { loadDemo } from "../lib/demo.ts";
import { Progress } from "../lib/progress.ts";
import { INSERT_USERS, userRow } from "../lib/users.ts";
import { copyKept } from "./kept.ts";

const SUBMISSIONS = 500_000;
const AT_ONCE = 25_000;
const USERS = 300;
const DISTRICTS = 200;
const DAYS = 366;
const TASHKENT_MS = 5 * 3_600_000;

/** The last of the days; nothing of what is read depends on today. */
const LAST = Date.UTC(2026, 10, 16);
const DAY_MS = 86_400_000;

export const dayBefore = (days: number): string => new Date(LAST - days * DAY_MS).toISOString().slice(0, 10);

/** Shared out by multiples of primes: every user, district and hour, in no order that any column follows. */
const INSERT = `INSERT INTO submissions
    (kind, title, region_id, district_id, metadata, created_by, created_at, fold)
  WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2),
    author AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS nth FROM users WHERE username LIKE 'field-%'),
    place AS (SELECT id, region_id, row_number() OVER (ORDER BY id % 1000, id) - 1 AS nth FROM district)
  SELECT 'plantation', 'Bog‘ ' || i, place.region_id, place.id, '{}', author.id, ?3 + i * ?4, 'bog ' || i
  FROM n JOIN author ON author.nth = (i * 7919) % ${USERS} JOIN place ON place.nth = (i * 104729 + i / 613) % ${DISTRICTS}`;

/** Of ten four are approved and one is rejected, up to two days later. */
const REVIEW = `UPDATE submissions SET status = iif(id % 10 < 4, 'approved', 'rejected'),
    reviewed_by = (SELECT id FROM users WHERE username = 'operator'), reviewed_at = created_at + id % 48 * 3600000000
  WHERE id > ?1 AND id <= ?2 AND id % 10 < 5`;

async function fillYear(database: Database): Promise<void> {
  const users = Array.from({ length: USERS }, (_, index) =>
    userRow(
      {
        username: `field-${index}`,
        role: "agent",
        password: "!",
        first_name: "Agent",
        last_name: `${index}`,
      },
      Date.now(),
    ),
  );
  await database.prepare(INSERT_USERS).bind(JSON.stringify(users)).run();
  const first = (LAST - (DAYS - 1) * DAY_MS - TASHKENT_MS) * 1000;
  const step = Math.floor((DAYS * DAY_MS * 1000) / SUBMISSIONS);
  const progress = new Progress("submissions", SUBMISSIONS);
  for (let done = 0; done < SUBMISSIONS; done += AT_ONCE) {
    await database
      .prepare(INSERT)
      .bind(done, done + AT_ONCE, first, step)
      .run();
    await database
      .prepare(REVIEW)
      .bind(done, done + AT_ONCE)
      .run();
    progress.at(done + AT_ONCE);
  }
}

export const copyYear = (folder: string): Promise<void> =>
  copyKept(
    {
      name: "reports",
      version: 1,
      async seed(stores) {
        await loadDemo(stores, undefined);
        await fillYear(stores.database);
      },
    },
    folder,
  );
