/** Names of people, companies and goods in the mix of languages and alphabets that a real list has. */
import type { Random } from "./random.ts";
import {
  BRANDS,
  COMPANY_FORMS,
  GOODS,
  type Goods,
  MEN,
  REGIONS,
  STREETS,
  SURNAMES,
  TRADES,
  WOMEN,
  type Word,
} from "./words.ts";

/** Which of a word's three forms. */
export type Script = 0 | 1 | 2;

/** Half Uzbek in Latin letters, a fifth in Cyrillic, the rest Russian. */
export function scriptOf(random: Random): Script {
  const share = random.next();
  if (share < 0.5) return 0;
  return share < 0.7 ? 1 : 2;
}

export interface Person {
  first: string;
  last: string;
}

export function personOf(random: Random, script: Script = scriptOf(random)): Person {
  const woman = random.once(2);
  const first = random.pick(woman ? WOMEN : MEN)[script];
  const surname = random.pick(SURNAMES)[script];
  const ending = script === 0 ? "a" : "а";
  return { first, last: woman && /[vв]$/.test(surname) ? surname + ending : surname };
}

/** «Zarafshon Savdo» MChJ */
export function companyOf(random: Random, script: Script = scriptOf(random)): string {
  const name = `«${random.pick(BRANDS)[script]} ${random.pick(TRADES)[script]}»`;
  const form = random.pick(COMPANY_FORMS)[script];
  return script === 2 ? `${form} ${name}` : `${name} ${form}`;
}

export interface Product {
  name: string;
  brand: string;
  group: string;
  unit: string;
  size: string;
  /** So'm. */
  price: number;
}

const UNITS: readonly Word[] = [
  ["kg", "кг", "кг"],
  ["g", "г", "г"],
  ["L", "л", "л"],
];

function sizeIn(size: string, script: Script): string {
  const unit = UNITS.find(([latin]) => size.endsWith(` ${latin}`));
  return unit ? size.replace(/\S+$/, unit[script]) : size;
}

/** Paxta yog‘i «Toshkent Don» 1 L; Цемент М-500 «Бахмал» 50 кг */
export function productOf(random: Random, script: Script = scriptOf(random)): Product {
  const goods: Goods = random.pick(GOODS);
  const brand = random.pick(BRANDS)[script];
  const size = sizeIn(random.pick(goods.sizes), script);
  return {
    name: `${goods.name[script]} «${brand}» ${size}`,
    brand,
    group: goods.group[script],
    unit: goods.unit[script],
    size,
    price: Math.round((goods.price * (0.8 + random.next() * 2)) / 100) * 100,
  };
}

export const regionOf = (random: Random, script: Script = scriptOf(random)) => random.pick(REGIONS)[script];

/** Farg‘ona viloyati, Navoiy ko‘chasi, 14 */
export function addressOf(random: Random, script: Script = scriptOf(random)): string {
  return `${regionOf(random, script)}, ${random.pick(STREETS)[script]}, ${random.whole(1, 180)}`;
}

export const phoneOf = (random: Random) =>
  `+998${random.pick(["90", "91", "93", "94", "95", "97", "98", "99", "33", "88"])}${random.digits(7)}`;

/** Nine digits, as an organisation's tax number has. */
export const taxNumberOf = (random: Random) => `${random.whole(2, 3)}${random.digits(8)}`;

const LETTERS: Readonly<Record<string, string>> = {
  ...{ а: "a", б: "b", в: "v", г: "g", ғ: "g", д: "d", е: "e", ё: "yo", ж: "j", з: "z", и: "i", й: "y" },
  ...{ к: "k", қ: "q", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ў: "o" },
  ...{
    ф: "f",
    х: "x",
    ҳ: "h",
    ц: "ts",
    ч: "ch",
    ш: "sh",
    щ: "sh",
    ъ: "",
    ы: "i",
    ь: "",
    э: "e",
    ю: "yu",
    я: "ya",
  },
};

/** Small Latin letters, digits, dots: what fits a user name or an address. */
export const plainLetters = (text: string) =>
  Array.from(text.toLowerCase(), (letter) => LETTERS[letter] ?? letter)
    .join("")
    .replace(/[^a-z0-9.]/g, "");
