/** Whatever happened in whatever order, every report is what the journal of it adds up to. */
import { expect, test } from "vitest";
import { daysOf } from "../../src/reports/periods.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import type { Person } from "../support/app.ts";
import { add, at, callAs, decide, named, PLACES, rename } from "./field.ts";

interface Entry {
  kind: "added" | "approved" | "rejected";
  day: string;
  place: readonly [string, string];
  user: number;
  /** As the user was called then. */
  name: string;
}

/** Made of nothing but what was asked and answered; no table is read. */
class Journal {
  readonly entries: Entry[] = [];
  readonly #submissions: { id: number; status: string; place: Entry["place"]; user: Person }[] = [];
  readonly #names = new Map<number, string>();
  readonly #dice: Dice;
  readonly #agents: readonly Person[];
  readonly #operator: Person;

  constructor(dice: Dice, agents: readonly Person[], operator: Person) {
    this.#dice = dice;
    this.#agents = agents;
    this.#operator = operator;
    for (const who of agents) this.#names.set(who.id, who.username);
  }

  #write(kind: Entry["kind"], day: string, place: Entry["place"], user: Person): void {
    this.entries.push({ kind, day, place, user: user.id, name: this.#names.get(user.id) ?? "" });
  }

  async step(day: string): Promise<void> {
    const what = this.#dice.between(1, 10);
    if (what <= 5) return this.#add(day);
    if (what <= 9) return this.#review(day);
    const who = this.#dice.pick(this.#agents);
    const name = `Ism${this.#dice.between(1, 4)}`;
    await rename(who, name, "");
    this.#names.set(who.id, name);
  }

  async #add(day: string): Promise<void> {
    const [user, place] = [this.#dice.pick(this.#agents), this.#dice.pick(PLACES)];
    const external_id = `${day}-${this.#dice.between(1, 6)}`;
    const { id } = await add(user, place, { external_id });
    if (this.#submissions.some((one) => one.id === id)) return;
    this.#submissions.push({ id, status: "pending", place, user });
    this.#write("added", day, place, user);
  }

  async #review(day: string): Promise<void> {
    if (!this.#submissions.length) return;
    const one = this.#dice.pick(this.#submissions);
    const decision = this.#dice.pick(["approve", "reject"] as const);
    const status = decision === "approve" ? "approved" : "rejected";
    expect((await decide(this.#operator, one.id, decision)).json.status).toBe(status);
    if (one.status === status) return;
    one.status = status;
    this.#write(status, day, one.place, one.user);
  }
}

const counted = (entries: readonly Entry[], kind: Entry["kind"]) =>
  entries.filter((one) => one.kind === kind).length;

function topOf(added: readonly Entry[], keyOf: (one: Entry) => unknown, nameOf: (one: Entry) => string) {
  const rows = [...Map.groupBy(added, keyOf).values()].map((its) => ({
    name: its[0] ? nameOf(its[0]) : "",
    count: its.length,
  }));
  return rows.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function expected(all: readonly Entry[], days: readonly string[], region: string | undefined) {
  const entries = all.filter((one) => days.includes(one.day) && (!region || one.place[0] === region));
  const added = entries.filter(({ kind }) => kind === "added");
  return {
    total_added: added.length,
    total_approved: counted(entries, "approved"),
    total_rejected: counted(entries, "rejected"),
    top_regions: topOf(
      added,
      ({ place }) => place[0],
      ({ place }) => place[0],
    ),
    top_districts: topOf(
      added,
      ({ place }) => place[1],
      ({ place }) => place[1],
    ),
    top_users: topOf(
      added,
      ({ user }) => user,
      ({ name }) => name,
    ).map(({ name, count }) => ({ full_name: name, count })),
  };
}

/** Two of one name may stand in either order only if they count the same, which nothing on the wire tells apart. */
async function expectReport(
  operator: Person,
  entries: readonly Entry[],
  from: string,
  to: string,
  region?: string,
) {
  const days = daysOf(from, to);
  const narrowed = `limit=50${region ? `&region=${encodeURIComponent(region)}` : ""}`;
  const range = `/api/reports/range/?date_from=${from}&date_to=${to}&${narrowed}`;
  const found = (await callAs(operator, range)).json;
  expect(found).toEqual({
    date_from: from,
    date_to: to,
    ...expected(entries, days, region),
    days: days.map((date) => {
      const one = expected(entries, [date], region);
      return { date, added: one.total_added, approved: one.total_approved, rejected: one.total_rejected };
    }),
  });
  const daily = (await callAs(operator, `/api/reports/daily/?date=${from}&${narrowed}`)).json;
  expect(daily).toEqual({ date: from, ...expected(entries, [from], region) });
}

const STEPS = 150;

test.each([1, 2, 3])("history %d, from January to March", async (seed) => {
  const dice = new Dice(seed, 0);
  const operator = await named("operator", "Nazoratchi");
  const agents = await Promise.all([1, 2, 3, 4].map(() => named("agent", "")));
  const journal = new Journal(dice, agents, operator);
  const year = 2040 + seed;
  const [first, last] = [Date.UTC(year, 0, 30, 18, 59), Date.UTC(year, 2, 3, 20)];
  for (let step = 0; step < STEPS; step++) {
    // In its beginning time goes by in seconds around Tashkent's midnight, which is 19:00 UTC.
    const share = step / STEPS;
    const ms = step < 60 ? first + step * 2000 : first + Math.floor((last - first) * share);
    const day = new Date(ms + 5 * 3_600_000).toISOString().slice(0, 10);
    await at(new Date(ms).toISOString(), () => journal.step(day));
  }
  const days = daysOf(`${year}-01-28`, `${year}-03-06`);
  for (let report = 0; report < 25; report++) {
    const start = dice.between(0, days.length - 1);
    const [from = "", to = ""] = [days[start], days[dice.between(start, days.length - 1)]];
    await expectReport(operator, journal.entries, from, to);
    await expectReport(operator, journal.entries, from, to, dice.pick(PLACES)[0]);
  }
  await expectReport(operator, journal.entries, `${year}-01-01`, `${year}-12-31`);
  expect(journal.entries.length).toBeGreaterThan(60);
  expect(new Set(journal.entries.map(({ day }) => day)).size).toBeGreaterThan(10);
});
