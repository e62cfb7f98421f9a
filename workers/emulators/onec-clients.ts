/** Client number `index` of a seed: a pure function, like the products. */
import { Dice } from "./dice.ts";
import * as people from "./onec-people.ts";

const two = (number: number) => String(number).padStart(2, "0");

const phoneOf = (dice: Dice, operators: readonly number[]) =>
  `+998 ${dice.pick(operators)} ${dice.between(100, 999)}-${two(dice.between(0, 99))}-${two(dice.between(0, 99))}`;

/** A legal person's nine digits, different for the first 10^8 indexes of a seed. */
export const taxIdOf = (seed: number, index: number) =>
  `3${String((index * 7_919 + (seed % 1_000_000) * 1_009) % 100_000_000).padStart(8, "0")}`;

function placeOf(dice: Dice) {
  const region = dice.pick(people.REGIONS);
  const city = dice.pick(region.cities);
  const street = `${city}, ${dice.pick(people.STREETS)}, ${dice.between(1, 180)}`;
  return {
    legal_address: street,
    actual_address: dice.between(0, 3) === 0 ? `${city}, ${dice.pick(people.STREETS)}, 1` : street,
    city,
    region: region.name,
    country: "O‘zbekiston",
    postal_code: `${region.post}${dice.between(1_000, 9_999)}`,
    business_region_code: region.code,
    business_region_name: region.name,
  };
}

function contactOf(dice: Dice, site: string) {
  const last = dice.pick(people.LAST_NAMES);
  return {
    contact_person: `${last} ${dice.pick(people.FIRST_NAMES)}`,
    contact_position: dice.pick(people.POSITIONS),
    contact_email: `buxgalteriya@${site}`,
    contact_phone: phoneOf(dice, [90, 91, 93, 94, 97, 99]),
  };
}

const moneyOf = (dice: Dice, changes: number) => ({
  employee_count: dice.between(1, 900),
  annual_revenue: dice.between(10_000, 9_000_000) * 1_000 + dice.between(0, 99) / 100,
  established_date: dice.date(1994, 2024),
  payment_terms: dice.pick(people.TERMS),
  credit_limit: dice.between(0, 5_000) * 100_000 + changes * 50_000,
  currency: "UZS",
});

const marksOf = (dice: Dice, index: number) => ({
  notes: `Yetkazib berish: ${two(dice.between(8, 12))}:00 – ${dice.between(14, 20)}:00`,
  tags: [dice.pick(people.TAGS), dice.pick(people.TAGS)],
  rating: dice.between(100, 500) / 100,
  priority: dice.between(0, 10),
  source: dice.pick(people.SOURCES),
  metadata: { manba: "1C", tartib: index + 1 },
});

export function client(seed: number, index: number, changes = 0) {
  const dice = new Dice(seed ^ 0x5bd1e995, index);
  const [pattern, form] = dice.pick(people.FIRMS);
  const firm = `${dice.pick(people.FIRM_WORDS)} ${dice.pick(people.FIRM_THINGS)} ${1 + (index % 97)}`;
  const name = pattern.replace("*", firm);
  const site = `mijoz${index + 1}.example`;
  return {
    client_code_1c: String(index + 1).padStart(9, "0"),
    name,
    email: `info@${site}`,
    phone: phoneOf(dice, [90, 91, 93, 94, 97, 99]),
    description: `${dice.pick(people.INDUSTRIES)}, ${form}`,
    company_name: name,
    tax_id: taxIdOf(seed, index),
    registration_number: `RN-${100_000 + index}`,
    ...placeOf(dice),
    fax: phoneOf(dice, [71, 73, 66]),
    website: `https://${site}`,
    social_media: { telegram: `https://t.example/mijoz${index + 1}` },
    additional_phones: [phoneOf(dice, [33, 88, 95])],
    industry: dice.pick(people.INDUSTRIES),
    business_type: form,
    ...moneyOf(dice, changes),
    ...contactOf(dice, site),
    ...marksOf(dice, index),
  };
}
