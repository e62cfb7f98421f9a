/** Some hundred rows in both alphabets, with every spelling that a search has to take for the same. */
import type { Entity } from "../../src/catalog/entity.ts";
import { Dice } from "../../workers/emulators/dice.ts";
import {
  asOperator,
  create,
  emptyCatalog,
  expecting,
  fill,
  list,
  one,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";
import { promisedFields } from "./contract-fields.ts";

const WORDS = [
  ...[
    "Paxta",
    "yog‘i",
    "yogʻi",
    "yog'i",
    "YOG`I",
    "O‘zbek",
    "ozbek",
    "Ўзбек",
    "ёлка",
    "ЕЛКА",
    "Ёлка",
    "мёд",
    "Мед",
  ],
  ...[
    "Цемент",
    "М-500",
    "m500",
    "un",
    "Un",
    "UNI",
    "guruch",
    "Guruch.",
    "«Bahor»",
    "bahor",
    "50%",
    "5_0",
    "a*b",
    '"q"',
  ],
  ...["кг", "л", "1", "12", "123", "00123", "4780000012345", "№7", "2,5", "(яхши)", "Café", "cafe", "ş", "x"],
];
const LONG = "узунноммаҳсулотэнгузунноммаҳсулот-uzundan-uzun-nomli-mahsulot";
const BRANDS = ["Nestle", "NESTLE", "nestlé", "Oltin Boshoq", "O‘zbegim", "Oʻzbegim", "", null];
const CODES = ["Buxoro", "buxoro", "Qoraqalpog‘iston", "A-1", "a-1", "01", "1", null, ""];
const PRICES = ["0.00", "0.01", "1.00", "9.99", "10.00", "10.01", "99.99", "1000000.00", "-5.00", null];
const DESCRIPTIONS = [null, "", "<p><br></p>", "<p>bor</p>", "matn", "<p></p>"];

function nameFor(dice: Dice): string {
  const words = Array.from({ length: dice.between(1, 4) }, () => dice.pick(WORDS));
  if (dice.between(0, 30) === 0) words.push(LONG);
  return words.join(dice.pick([" ", " ", "-", "  ", ", "]));
}

function valueFor(name: string, dice: Dice): unknown {
  if (["base_price", "stock_quantity"].includes(name)) return dice.pick(PRICES);
  if (["brand", "manufacturer"].includes(name)) return dice.pick(BRANDS);
  if (name === "description") return dice.pick(DESCRIPTIONS);
  if (name === "enrichment_status") return dice.pick(["PENDING", "COMPLETED", "FAILED"]);
  if (name === "email") return dice.pick(["ali@bozor.uz", "ALI@bozor.uz", "b.o'b@x.uz", null, ""]);
  return dice.pick([...CODES, null, nameFor(dice)]);
}

/** Which fields matter to what may be asked of each entity. */
const FILLED: Readonly<Record<string, string>> = {
  project: "title description",
  client:
    "email phone company_name tax_id contact_person city region business_region_code description rating priority",
  nomenklatura:
    "title sku article_code barcode brand manufacturer model category base_price stock_quantity description enrichment_status rating",
};

function rowFor(entity: Entity, index: number, dice: Dice): Row {
  const fields = (FILLED[entity.name] ?? "").split(" ");
  const values = Object.fromEntries(fields.map((name) => [name, valueFor(name, dice)]));
  if ("rating" in values) values["rating"] = dice.pick([null, "0.00", "4.50", "-1.25"]);
  if ("priority" in values) values["priority"] = dice.pick([null, 0, 5, -3]);
  for (const { name, limit } of promisedFields(entity))
    if (typeof values[name] === "string") values[name] = values[name].slice(0, limit);
  const code = `${dice.pick(["NOM", "nom-", "Ё", ""])}${String(index).padStart(dice.between(1, 6), "0")}`;
  const project = dice.pick(["P1", "P2", "P3", null]);
  return {
    ...{
      [entity.key]: `${code}/${index}`,
      name: nameFor(dice).slice(0, 100),
      is_active: dice.between(0, 3) > 0,
    },
    ...(entity.ofProject && project ? { project } : {}),
    ...values,
  };
}

/** The live rows of a fresh catalogue: three projects (one of them deleted), deleted rows in between, many of one age. */
export async function someRows(entity: Entity, count: number, seed: number): Promise<Row[]> {
  await emptyCatalog();
  const path = `/api/v1/${entity.name}/`;
  if (entity.ofProject)
    for (const code_1c of ["P1", "P2", "P3"]) await create(PROJECTS, { code_1c, name: `Loyiha ${code_1c}` });
  await fill(
    path,
    Array.from({ length: count }, (_, index) => rowFor(entity, index, new Dice(seed, index))),
  );
  await sql(`UPDATE ${entity.table} SET is_deleted = 1 WHERE id % 11 = 3`);
  await sql(
    `UPDATE ${entity.table} SET created_at = 1790000000000000 + id / 7 * 72130001230, updated_at = 1790000000000000 + id * 7919 % 1009 * 3607000000`,
  );
  if (entity.ofProject) await expecting(204, asOperator(one(PROJECTS, "P3"), { method: "DELETE" }));
  const rows: Row[] = [];
  for (let page = 1; rows.length < page * 100 - 99 || page === 1; page++) {
    const { results, next } = await list(`${path}?ordering=id&page_size=100&page=${page}`);
    rows.push(...results);
    if (!next) break;
  }
  return rows;
}
