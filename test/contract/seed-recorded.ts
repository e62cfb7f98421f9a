/** The rows that the recorded server held, made through our own doors where their entity is mounted. */
import { expect } from "vitest";
import { send } from "../support/app.ts";

const projects = [
  { code_1c: "PROJ001", name: "Loyiha Сифат 1", title: "Лойиҳа №1", description: "<p>Loyiha</p>" },
  { code_1c: "PROJ002", name: "Loyiha Мусаффо 2", title: "Лойиҳа №2", description: "<p>Loyiha</p>" },
];
const clients = [{ client_code_1c: "CLI000001", name: "Mijoz" }];

/** The names that the recording shows; its other rows have names that change none of its answers. */
const NAMES: Readonly<Record<number, string>> = {
  5: "Пахта ёғи тозаланган «Oltin Boshoq» 20 шт",
  7: "Цемент М-500 «Бахмал» 100 г",
  12: "Guruch «Oltin Boshoq» 5 kg",
  14: "Bo‘yoq emal «Oltin Boshoq» 1 kg",
  25: "Масло подсолнечное «Oqtepa» 2,5 кг",
  40: "Tuz yodlangan «Ўзбегим» 10 dona",
  44: "Makaron spiral «Nestle» 10 dona",
  45: "Paxta yog‘i «Toshkent Don» 1 kg",
};
const INACTIVE = [20, 40];

const nomenklatura = Array.from({ length: 45 }, (_, index) => {
  const number = index + 1;
  const name = NAMES[number] ?? `Makaron № ${number} 10 dona`;
  return {
    code_1c: `NOM${String(number).padStart(6, "0")}`,
    name,
    title: `${name} — art. ${100_000 + number}`,
    description: `<p>${name}. Ishlab chiqarilgan: O‘zbekiston. Сақлаш муддати 12 ой.</p>`,
    is_active: !INACTIVE.includes(number),
  };
});

const TABLES = { project: projects, client: clients, nomenklatura };

export async function seedCatalog(token: string): Promise<void> {
  for (const [entity, rows] of Object.entries(TABLES)) {
    const path = `/api/v1/${entity}/`;
    for (const body of rows) {
      const { status, text } = await send(path, { token, body });
      expect(status, text).toBe(201);
    }
  }
}
