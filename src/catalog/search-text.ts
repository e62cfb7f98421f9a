/** The text that the search index holds of a row, and what a search looks up in it. */
import { foldText, searchTerms } from "../platform/search.ts";
import type { Entity } from "./entity.ts";
import type { Stored } from "./fields/field.ts";

/** What the trigram index can look up. */
const TRIGRAM = 3;

/** Stands before the beginning of a word, so that one or two letters can be found there. */
const WORD_START = "\u0002";

/** The first letters of each word, marked: "paxta yog" has "␂␂pa" and "␂␂yo". */
function wordStarts(text: string): string {
  const starts = new Set<string>();
  for (const [start] of text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,2}/gu)) starts.add(start);
  return [...starts].map((start) => WORD_START + WORD_START + start).join("");
}

/**
 * Codes, barcodes and numbers are made of trigrams that every other row has too. So a run of six or more letters
 * and digits with a digit in it is indexed a second time, each pair of its characters as one of our own: three of
 * those are six of the code's. A pair may begin at either of two places, so both are there.
 */
const RUN = /[a-zа-я\d]{6,}/g;
const PAIR_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя";
const FIRST_PAIR = 0xe000;
const placeOf = new Map([...PAIR_LETTERS].map((letter, index) => [letter, index]));

const codeRuns = (text: string): string[] => (text.match(RUN) ?? []).filter((run) => /\d/.test(run));

function pairsOf(run: string, begin: number): string {
  let pairs = "";
  for (let index = begin; index + 1 < run.length; index += 2) {
    const [first, second] = [placeOf.get(run[index] ?? ""), placeOf.get(run[index + 1] ?? "")];
    pairs += String.fromCharCode(FIRST_PAIR + (first ?? 0) * PAIR_LETTERS.length + (second ?? 0));
  }
  return pairs;
}

function codePairs(text: string): string {
  const runs = new Set(codeRuns(text));
  return [...runs].map((run) => `\n${pairsOf(run, 0)}\n${pairsOf(run, 1)}`).join("");
}

/** The searchable fields, a line each in the entity's order; then beginnings of words and pairs of codes. */
export function foldOf(entity: Entity, row: Record<string, Stored>): string {
  const lines = entity.search.map((name) => foldText(row[name] as string | null).replaceAll("\n", " "));
  const text = lines.join("\n");
  return `${text}\n${wordStarts(text)}${codePairs(text)}`;
}

/** What finds the rows that may contain a text, and whether each must still be looked at for it. */
export interface Lookup {
  phrase: string | undefined;
  recheck: boolean;
}

const lengthOf = (text: string) => [...text].length;
const phraseOf = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A folded text of any length, anywhere in the row. */
export function lookUp(text: string): Lookup {
  if (lengthOf(text) < TRIGRAM) return { phrase: undefined, recheck: true };
  const [longest] = codeRuns(text).sort((a, b) => b.length - a.length);
  if (longest) return { phrase: phraseOf(pairsOf(longest, 0)), recheck: true };
  return { phrase: phraseOf(text), recheck: false };
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
