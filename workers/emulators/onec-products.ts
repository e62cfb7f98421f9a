/** Product number `index` of a seed: a pure function, so that any answer can be made again, in any order. */

import { Dice } from "./dice.ts";
import { BRANDS, COLORS, COUNTRIES, FAMILIES, SIZES, SUPPLIERS } from "./onec-words.ts";

/** Uzbekistan's GS1 prefix, nine digits that no other index of the seed has, and the check digit. */
export function barcodeOf(seed: number, index: number): string {
  // 7,919 is coprime with 10^9, so the first 10^9 indexes give different digits.
  const digits = `478${String((index * 7_919 + (seed % 1_000_000) * 104_729) % 1_000_000_000).padStart(9, "0")}`;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(digits[i]) * (i % 2 === 0 ? 1 : 3);
  return digits + ((10 - (sum % 10)) % 10);
}

/** Prices in so'm; each change adds 500, so that a changed price is never the old one. */
function pricesOf(dice: Dice, [from, to]: readonly [number, number], changes: number) {
  const base = dice.between(from / 100, to / 100) * 100 + changes * 500;
  const discount = dice.pick([0, 0, 0, 5, 7.5, 10]);
  return {
    base_price: base,
    sale_price: Math.round(base * (100 - discount)) / 100,
    cost_price: Math.round(base * dice.between(70, 90)) / 100,
    discount_percent: discount,
  };
}

const stockOf = (dice: Dice) => ({
  stock_quantity: dice.between(0, 5_000),
  min_stock: dice.between(1, 20) * 5,
  max_stock: dice.between(10, 100) * 100,
});

/** What only the rule "any other element whose name is a column" maps. */
const furtherOf = (dice: Dice, index: number, brand: string) => ({
  manufacturer: `${brand} zavodi`,
  model: `M-${1_000 + (index % 9_000)}`,
  vendor_code: `V${index + 1}`,
  warranty_period: dice.between(0, 36),
  popularity_score: dice.between(0, 1_000),
  rating: dice.between(100, 500) / 100,
  production_date: dice.date(2023, 2024),
  expiry_date: dice.date(2027, 2029),
  tags: [dice.pick(COLORS), dice.pick(SIZES)],
});

export function product(seed: number, index: number, changes = 0) {
  const dice = new Dice(seed, index);
  const family = dice.pick(FAMILIES);
  const pack = dice.pick(family.packs);
  const brand = dice.pick(BRANDS);
  const language = dice.between(0, 2);
  const name = family.names[language] ?? family.group;
  const packed = language === 0 ? `"${brand}" ${pack.latin}` : `«${brand}» ${pack.cyrillic}`;
  const [country_code, country] = dice.pick(COUNTRIES);
  const side = dice.between(5, 60);
  return {
    code_1c: String(index + 1).padStart(9, "0"),
    name: `${name} ${packed}`,
    article_code: `${dice.between(10, 99)}-${String(index + 1).padStart(6, "0")}`,
    roditel: family.group,
    unit_of_measure: family.unit,
    brand,
    supplier: dice.pick(SUPPLIERS),
    category: family.category,
    country_code,
    country,
    series: `S-${dice.between(1, 12)}/${dice.between(23, 26)}`,
    barcode: barcodeOf(seed, index),
    title: name,
    description: `${name}: ${family.material}, ${pack.latin}.`,
    sku: `SKU-${index + 1}`,
    ...pricesOf(dice, family.prices, changes),
    currency: "UZS",
    tax_rate: 12,
    ...stockOf(dice),
    weight: pack.kilograms,
    dimensions: `${side}x${side + 5}x${side + 12} sm`,
    volume: pack.litres,
    subcategory: family.group,
    color: dice.pick(COLORS),
    size: dice.pick(SIZES),
    material: family.material,
    ...furtherOf(dice, index, brand),
  };
}
