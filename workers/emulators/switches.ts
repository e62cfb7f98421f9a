/** Switches of a stand-in: one table gives their parsing, the front page's rows and the words of a 400. */

export interface Switch<T> {
  /** The values it takes, in words. */
  readonly values: string;
  readonly fallback: T;
  readonly meaning: string;
  /** Switches that show it at work, as they stand in an address: `n=3;bom=1`. */
  readonly example: string;
  /** Undefined when the text is none of the values. */
  readonly read: (text: string) => T | undefined;
}

export type SwitchTable = Readonly<Record<string, Switch<unknown>>>;
export type Settings<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Switch<infer T> ? T : never;
};

/** An address whose switches cannot be read; the message is for the person who wrote the address. */
export class SwitchError extends Error {}

const numberIn = (text: string, [from, to]: readonly [number, number]) =>
  /^\d{1,15}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined;

export const whole = (
  range: readonly [number, number],
  fallback: number,
  meaning: string,
  example: string,
): Switch<number> => ({
  values: `${range[0]} to ${range[1]}`,
  fallback,
  meaning,
  example,
  read: (text) => numberIn(text, range),
});

/** A whole number or one word. */
export const wholeOr = <Word extends string>(
  word: Word,
  range: readonly [number, number],
  fallback: number | Word,
  meaning: string,
  example: string,
): Switch<number | Word> => ({
  values: `${range[0]} to ${range[1]}, or ${word}`,
  fallback,
  meaning,
  example,
  read: (text) => (text === word ? word : numberIn(text, range)),
});

/** Every k-th of something; 0 is none. */
export const everyKth = (meaning: string, example: string) => whole([0, 10_000_000], 0, meaning, example);

/** One of the words; the first is the default. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  meaning: string,
  example: string,
): Switch<Words[number]> => ({
  values: words.join(", "),
  fallback: words[0],
  meaning,
  example,
  read: (text) => words.find((word) => word === text),
});

export const flag = (meaning: string, example: string): Switch<boolean> => ({
  values: "0, 1",
  fallback: false,
  meaning,
  example,
  read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
});

/** Free text that matches a pattern; empty is off. */
export const matching = (
  values: string,
  pattern: RegExp,
  meaning: string,
  example: string,
): Switch<string> => ({
  values,
  fallback: "",
  meaning,
  example,
  read: (given) => (pattern.test(given) ? given : undefined),
});

export function defaultOf({ fallback }: Switch<unknown>): string {
  if (typeof fallback === "boolean") return fallback ? "1" : "0";
  return fallback === "" ? "off" : String(fallback);
}

/** The whole table as plain text. */
export const listSwitches = (table: SwitchTable) =>
  Object.entries(table)
    .map(([name, entry]) => `  ${name} = ${entry.values} (${defaultOf(entry)})\n      ${entry.meaning}`)
    .join("\n");

const withTable = (problem: string, table: SwitchTable) =>
  new SwitchError(`${problem}\n\nThe switches, their values and (defaults):\n\n${listSwitches(table)}\n`);

/** Later pairs win. Throws a SwitchError that names what is wrong and lists what is right. */
export function readSwitches<Table extends SwitchTable>(
  table: Table,
  given: Iterable<readonly [string, string]>,
): Settings<Table> {
  const settings = new Map<string, unknown>(
    Object.entries(table).map(([name, entry]) => [name, entry.fallback]),
  );
  for (const [name, value] of given) {
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!entry) throw withTable(`There is no switch "${name}".`, table);
    const read = entry.read(value);
    if (read === undefined) throw withTable(`"${value}" is not a value of ${name}: ${entry.values}.`, table);
    settings.set(name, read);
  }
  return Object.fromEntries(settings) as Settings<Table>;
}

/** `n=3;bom=1` as pairs; a switch without a value is a mistake that readSwitches names. */
export function pairsOf(segment: string): (readonly [string, string])[] {
  const pieces = segment.split(";").filter((piece) => piece !== "");
  return pieces.map((piece) => {
    const [name = "", ...value] = piece.split("=");
    return [decode(name), decode(value.join("="))] as const;
  });
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    throw new SwitchError(`"${piece}" is not percent-encoded text.\n`);
  }
}
