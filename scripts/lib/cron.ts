/** Cron triggers by the clock, in UTC as at Cloudflare; a trigger that still runs is not started again. */
import { Refusal } from "./options.ts";

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const DAYS = "SUN MON TUE WED THU FRI SAT".split(" ");

interface Field {
  name: string;
  low: number;
  high: number;
  /** The first of them stands for `low`. */
  words: readonly string[];
}

/** Cloudflare counts weekdays from 1, Sunday, others from 0: only names mean the same to every reader. */
const FIELDS: readonly Field[] = [
  { name: "minute", low: 0, high: 59, words: [] },
  { name: "hour", low: 0, high: 23, words: [] },
  { name: "day", low: 1, high: 31, words: [] },
  { name: "month", low: 1, high: 12, words: MONTHS },
  { name: "weekday (as a name)", low: 0, high: 6, words: DAYS },
];

function numberOf(text: string, field: Field): number {
  const word = field.words.indexOf(text.toUpperCase());
  if (word >= 0) return field.low + word;
  const value = Number(text);
  const fits = /^\d+$/.test(text) && value >= field.low && value <= field.high && field.words !== DAYS;
  if (!fits) throw new Refusal(`A cron trigger of wrangler.toml: "${text}" is no ${field.name}`);
  return value;
}

function expand(part: string, field: Field): number[] {
  const [range = "", step = "1"] = part.split("/");
  const [from = "", to] = range === "*" ? [String(field.low), String(field.high)] : range.split("-");
  const isRest = to === undefined && part.includes("/");
  const all = range === "*" && field.words === DAYS;
  const low = all ? field.low : numberOf(from, field);
  const high = all || isRest ? field.high : numberOf(to ?? from, field);
  if (!/^[1-9]\d*$/.test(step)) throw new Refusal(`A cron trigger of wrangler.toml: "${part}" has no step`);
  const values: number[] = [];
  for (let value = low; value <= high; value += Number(step)) values.push(value);
  return values;
}

/** Five fields of `*`, numbers, names, `a-b`, `a,b` and steps; a day or weekday that is not `*` decides alone. */
export function parseCron(expression: string): (time: Date) => boolean {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length)
    throw new Refusal(`The cron trigger "${expression}" of wrangler.toml does not have five fields`);
  const sets = FIELDS.map((field, index) => {
    const values = (parts[index] ?? "").split(",").flatMap((part) => expand(part, field));
    return new Set(values);
  });
  const has = (index: number, value: number) => sets[index]?.has(value) ?? false;
  const eitherDay = parts[2] !== "*" && parts[4] !== "*";
  return (time) => {
    const day = has(2, time.getUTCDate());
    const weekday = has(4, time.getUTCDay());
    const onDay = eitherDay ? day || weekday : day && weekday;
    return (
      has(0, time.getUTCMinutes()) && has(1, time.getUTCHours()) && has(3, time.getUTCMonth() + 1) && onDay
    );
  };
}

export interface CronClock {
  /** Starts a trigger now unless it is running. */
  fire(cron: string): Promise<void>;
  stop(): void;
}

const MINUTE_MS = 60_000;

/** Calls `due` for each expression in each minute that it names, until it is stopped. */
export function startCronClock(crons: readonly string[], due: (cron: string) => Promise<void>): CronClock {
  const matchers = crons.map((cron) => ({ cron, matches: parseCron(cron) }));
  const running = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const fire = async (cron: string) => {
    if (running.has(cron)) return;
    running.add(cron);
    await due(cron).finally(() => running.delete(cron));
  };
  const wait = (from: number) => {
    const next = (Math.floor(from / MINUTE_MS) + 1) * MINUTE_MS;
    timer = setTimeout(() => tick(next), next - Date.now());
  };
  const tick = (minute: number) => {
    // A timer may come a little early; after a sleep of the machine the minutes that passed are gone.
    const now = Math.max(minute, Date.now());
    const time = new Date(now);
    for (const { cron, matches } of matchers) if (matches(time)) void fire(cron);
    wait(now);
  };
  wait(Date.now());
  return { fire, stop: () => clearTimeout(timer) };
}
