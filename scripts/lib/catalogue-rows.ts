/** Projects, clients and products as a real catalogue has them: every field filled, as the API takes them. */
import {
  addressOf,
  companyOf,
  personOf,
  phoneOf,
  plainLetters,
  productOf,
  regionOf,
  type Script,
  scriptOf,
  taxNumberOf,
} from "./names.ts";
import type { Random } from "./random.ts";

export type Posted = Record<string, unknown>;

const code = (prefix: string, index: number, width: number) =>
  `${prefix}${String(index + 1).padStart(width, "0")}`;
const money = (random: Random, most: number) => (random.whole(0, most * 100) / 100).toFixed(2);
const dayOf = (random: Random, year: number) =>
  `${year}-${String(random.whole(1, 12)).padStart(2, "0")}-${String(random.whole(1, 28)).padStart(2, "0")}`;

const MADE_IN = [
  "O‘zbekistonda ishlab chiqarilgan.",
  "Ўзбекистонда ишлаб чиқарилган.",
  "Сделано в Узбекистане.",
];
const KEEPS = [
  "Quruq va salqin joyda saqlang.",
  "Қуруқ ва салқин жойда сақланг.",
  "Хранить в сухом прохладном месте.",
];

export function projectRow(random: Random, index: number): Posted {
  const name = companyOf(random);
  return {
    code_1c: code("KRV-", index, 3),
    name,
    title: `${name} katalogi`,
    description: `<p>${name}: <strong>katalog</strong>. ${addressOf(random)}.</p>`,
    is_active: true,
  };
}

function clientContacts(random: Random, script: Script): Posted {
  const person = personOf(random, script);
  const mailbox = plainLetters(`${person.first}.${person.last}`);
  return {
    contact_person: `${person.first} ${person.last}`,
    contact_position: random.pick(["direktor", "menejer", "бухгалтер", "товаровед"]),
    contact_email: `${mailbox}@example.uz`,
    contact_phone: phoneOf(random),
    email: `info.${mailbox}@example.uz`,
    phone: phoneOf(random),
    additional_phones: [phoneOf(random), phoneOf(random)],
    fax: phoneOf(random),
    website: `https://${mailbox}.example.uz/`,
    social_media: { telegram: `@${mailbox}`, instagram: mailbox },
  };
}

export function clientRow(random: Random, index: number, projects: readonly number[]): Posted {
  const script = scriptOf(random);
  const region = regionOf(random, script);
  return {
    client_code_1c: code("MJ-", index, 6),
    project_id: projects[index % projects.length],
    name: companyOf(random, script).slice(0, 100),
    description: `<p>${KEEPS[script]}</p>`,
    company_name: companyOf(random, script),
    tax_id: taxNumberOf(random),
    registration_number: random.digits(8),
    legal_address: addressOf(random, script),
    actual_address: addressOf(random, script),
    industry: random.pick(["oziq-ovqat", "qurilish", "торговля", "аптека"]),
    business_type: random.pick(["MChJ", "YaTT", "ООО"]),
    employee_count: random.whole(1, 400),
    annual_revenue: money(random, 900_000_000),
    established_date: dayOf(random, random.whole(1995, 2025)),
    payment_terms: random.pick(["oldindan", "30 kun", "по факту"]),
    credit_limit: money(random, 90_000_000),
    currency: "UZS",
    city: region.split(" ", 1)[0],
    region,
    country: "Uzbekistan",
    postal_code: random.digits(6),
    business_region_code: code("R", random.whole(0, 13), 2),
    business_region_name: region,
    notes: KEEPS[script],
    tags: [random.pick(["ulgurji", "chakana", "VIP"])],
    rating: (random.whole(100, 500) / 100).toFixed(2),
    priority: random.whole(0, 5),
    source: "seed",
    metadata: { route: random.whole(1, 40) },
    is_active: !random.once(25),
    ...clientContacts(random, script),
  };
}

function prices(random: Random, price: number): Posted {
  const base = price + random.whole(0, 99) / 100;
  return {
    base_price: base.toFixed(2),
    sale_price: (base * 1.15).toFixed(2),
    cost_price: (base * 0.8).toFixed(2),
    currency: "UZS",
    discount_percent: random.pick(["0.00", "5.00", "7.50", "10.00"]),
    tax_rate: "12.00",
    stock_quantity: random.once(8) ? "0.00" : money(random, 5000),
    min_stock: "10.00",
    max_stock: "10000.00",
  };
}

function shape(random: Random, size: string): Posted {
  return {
    weight: (random.whole(50, 50_000) / 1000).toFixed(3),
    dimensions: `${random.whole(5, 60)}x${random.whole(5, 60)}x${random.whole(5, 60)}`,
    volume: (random.whole(10, 9000) / 1000).toFixed(3),
    color: random.pick(["oq", "qora", "қизил", "зелёный"]),
    size,
    material: random.pick(["paxta", "plastik", "металл", "дерево"]),
    warranty_period: random.whole(0, 36),
    expiry_date: dayOf(random, 2027),
    production_date: dayOf(random, 2026),
  };
}

function standing(random: Random): Posted {
  return {
    rating: (random.whole(100, 500) / 100).toFixed(2),
    popularity_score: random.whole(0, 1000),
    source: "seed",
    metadata: { shelf: random.whole(1, 200) },
    enrichment_status: random.pick(["PENDING", "COMPLETED", "PENDING", "FAILED"]),
    last_enriched_at: `${dayOf(random, 2026)}T12:00:00+05:00`,
    is_active: !random.once(20),
  };
}

export function nomenklaturaRow(random: Random, index: number, projects: readonly number[]): Posted {
  const script = scriptOf(random);
  const { name, brand, group, unit, size, price } = productOf(random, script);
  const article = random.digits(6);
  return {
    code_1c: code("MX-", index, 7),
    project_id: projects[index % projects.length],
    name,
    title: `${name} — art. ${article}`,
    description: `<p>${name}. ${MADE_IN[script]}</p><ul><li>${KEEPS[script]}</li></ul>`,
    sku: `SKU-${random.digits(7)}`,
    article_code: article,
    barcode: `478${random.digits(10)}`,
    brand,
    manufacturer: companyOf(random, script),
    model: `M-${random.whole(100, 999)}`,
    series: `S${random.whole(1, 40)}`,
    vendor_code: `V${random.digits(5)}`,
    ...prices(random, price),
    unit_of_measure: unit,
    category: group,
    subcategory: `${group} / ${size}`,
    tags: [group, brand],
    ...shape(random, size),
    roditel: group,
    supplier: companyOf(random, script),
    country_code: "UZ",
    country: "O‘zbekiston",
    notes: KEEPS[script],
    seo_keywords: `${group}, ${brand}, ${size}`,
    ...standing(random),
  };
}
