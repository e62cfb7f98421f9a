/** The text that the search index holds of a row, and what a search looks up in it. */
import { foldText, searchTerms } from "../platform/search.ts";
import type { Entity } from "./entity.ts";
import type { Stored } from "./fields/field.ts";

/** What the trigram index can look up. */
const TRIGRAM = 3;

/** Stands before the beginning of a word, so that one or two letters can be found there; JSON writes it as one byte. */
const WORD_START = "\u007f";

/** 1 for a letter or a number, 2 for what is neither, 0 while nobody asked. */
const ofWords = new Uint8Array(0x10000);

/** Unicode's pattern costs more than to remember what it said of each character. */
function isOfWord(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  const known = ofWords[code];
  if (known) return known === 1;
  const is = /[\p{L}\p{N}]/u.test(letter);
  ofWords[code] = is ? 1 : 2;
  return is;
}

/** The first letters of each word, marked: "paxta yog" has "␡␡pa" and "␡␡yo". */
function wordStarts(text: string): string {
  const starts = new Set<string>();
  let start = "";
  let length = 0;
  for (const letter of `${text} `) {
    if (isOfWord(letter)) {
      if (length < 2) start += letter;
      length += 1;
    } else if (length) {
      starts.add(start);
      [start, length] = ["", 0];
    }
  }
  return [...starts].map((begun) => WORD_START + WORD_START + begun).join("");
}

/**
 * Codes and barcodes are made of trigrams that every other row has too. So a run of seven or more letters and digits
 * with a digit in it is indexed a second time, each pair of its characters as one letter of our own: three of those are
 * six of the code's. What is looked up may begin in the middle of a pair: then its other pairs are the row's.
 */
const RUN = /[a-zа-я\d]{7,}/g;
const PAIR_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя";
const FIRST_PAIR = 0xe000;
const placeOf = new Map([...PAIR_LETTERS].map((letter, index) => [letter.charCodeAt(0), index]));

const codeRuns = (text: string): string[] => (text.match(RUN) ?? []).filter((run) => /\d/.test(run));

function pairsOf(run: string, begin = 0): string {
  let pairs = "";
  for (let index = begin; index + 1 < run.length; index += 2) {
    const first = placeOf.get(run.charCodeAt(index)) ?? 0;
    const second = placeOf.get(run.charCodeAt(index + 1)) ?? 0;
    pairs += String.fromCharCode(FIRST_PAIR + first * PAIR_LETTERS.length + second);
  }
  return pairs;
}

const codePairs = (text: string): string => [...new Set(codeRuns(text))].map((run) => pairsOf(run)).join("");

const FIRST_MARK = FIRST_PAIR + PAIR_LETTERS.length ** 2;
/** The rest of the letters that Unicode leaves to everybody's own use. */
const MARKS = 0xf900 - FIRST_MARK;

/** Three letters of our own for the whole value of a field: what is equal has the same, and hardly anything else. */
function markOf(name: string, value: string): string {
  const text = `${name}\n${value}`;
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  const letter = (power: number) => FIRST_MARK + (Math.floor((hash >>> 0) / power) % MARKS);
  return String.fromCharCode(letter(1), letter(MARKS), letter(MARKS ** 2));
}

const MOST_IN_PAIRS = 32;

/** Then its pairs stand for the whole: those of a part may be what every row has, and very many cost more. */
const isOneRun = (text: string): boolean => text.length <= MOST_IN_PAIRS && codeRuns(text)[0] === text;

/** Of the values that no pairs stand for. */
function marksOf({ marked }: Entity, row: Record<string, Stored>): string {
  const values = marked.map((name) => [name, (row[name] ?? "") as string] as const);
  return values
    .map(([name, value]) => (value && !isOneRun(foldText(value)) ? markOf(name, value) : ""))
    .join("");
}

/** The searchable fields, a line each in the entity's order; then beginnings of words, marks and pairs of codes. */
export function foldOf(entity: Entity, row: Record<string, Stored>): string {
  const lines = entity.search.map((name) => foldText(row[name] as string | null).replaceAll("\n", " "));
  const text = lines.join("\n");
  return `${text}\n${wordStarts(text)}${marksOf(entity, row)}${codePairs(text)}`;
}

/** What finds the rows that may contain a text, and whether each must still be looked at for it. */
export interface Lookup {
  phrase: string | undefined;
  recheck: boolean;
}

const lengthOf = (text: string) => [...text].length;
const phraseOf = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The last characters of a code tell it from others; to look up more of them costs more and finds hardly fewer rows. */
const LOOKED_UP = 9;

/** A folded text of any length, anywhere in the row. */
export function lookUp(text: string): Lookup {
  if (lengthOf(text) < TRIGRAM) return { phrase: undefined, recheck: true };
  const [longest] = codeRuns(text).sort((a, b) => b.length - a.length);
  if (!longest) return { phrase: phraseOf(text), recheck: false };
  const end = longest.slice(-LOOKED_UP);
  return { phrase: `(${phraseOf(pairsOf(end))} OR ${phraseOf(pairsOf(end, 1))})`, recheck: true };
}

/** Finds the rows whose marked field may be equal to this. */
export function equalPhrase(name: string, value: string): string {
  const folded = foldText(value);
  return phraseOf(isOneRun(folded) ? pairsOf(folded) : markOf(name, value));
}

export interface Search {
  phrases: string[];
  /** Folded terms that each row found must still contain. */
  contains: string[];
}

/** Every term of a search. Short ones alone are beginnings of words; beside a long one they may be anywhere. */
export function searchOf(text: string): Search {
  const terms = searchTerms(text);
  const found: Search = { phrases: [], contains: [] };
  for (const term of terms) {
    const { phrase, recheck } = lookUp(term);
    if (phrase) found.phrases.push(phrase);
    if (recheck) found.contains.push(term);
  }
  if (found.phrases.length) return found;
  const marked = terms.map((term) => phraseOf(WORD_START.repeat(TRIGRAM - lengthOf(term)) + term));
  return { phrases: marked, contains: [] };
}
