/** What can be seeded: for each entity how a row is made up, and how many go in by the database or by the API. */
import { entities, upsertBulk } from "../../src/catalog/index.ts";
import type { Api } from "./api.ts";
import { clientRow, nomenklaturaRow, type Posted, projectRow } from "./catalogue-rows.ts";
import type { Database } from "./database.ts";
import { personOf, plainLetters } from "./names.ts";
import { Refusal } from "./options.ts";
import type { Random } from "./random.ts";
import { INSERT_USERS, type NewUser, userRow } from "./users.ts";
import { verbContext } from "./verb-context.ts";

export interface Generator {
  /** Whether its rows belong to projects, some of which must be there first. */
  ofProject: boolean;
  /** Row number `index` (from 0) of a run, as the API takes it: the same for the same random numbers. */
  make(random: Random, index: number, projects: readonly number[]): Posted;
  /** Both answer how many rows are new. */
  store(database: Database, rows: readonly Posted[]): Promise<number>;
  send(api: Api, rows: readonly Posted[]): Promise<number>;
}

/** Hashes to nothing: nobody signs in as a seeded user that went in by the database. */
const NO_PASSWORD = "!";

const users: Generator = {
  ofProject: false,
  make(random, index) {
    const { first, last } = personOf(random);
    const username = `${plainLetters(`${first}.${last}`)}.${random.digits(4)}${index}`;
    const names = { username, first_name: first, last_name: last, email: `${username}@example.uz` };
    return { ...names, role: "agent", password: `seeded-${username}` };
  },
  async store(database, rows) {
    const stored = rows.map((row) =>
      userRow({ ...(row as unknown as NewUser), password: NO_PASSWORD }, Date.now()),
    );
    return (await database.prepare(INSERT_USERS).bind(JSON.stringify(stored)).run()).meta.changes;
  },
  async send(api, rows) {
    const outcomes = await Promise.all(rows.map((row) => api.post("/api/v1/users/", row)));
    return outcomes.filter((outcome) => outcome === "made").length;
  },
};

type Bulk = Awaited<ReturnType<typeof upsertBulk>>;

function newRows({ created, errors }: Bulk): number {
  const [fault] = errors as unknown[];
  if (fault) throw new Refusal(`A seeded row was refused: ${JSON.stringify(fault)}`);
  return created;
}

function catalogue(name: string, make: Generator["make"]): Generator {
  const entity = entities.find((one) => one.name === name);
  if (!entity) throw new Error(`There is no entity ${name}`);
  return {
    ofProject: entity.ofProject,
    make,
    store: async (database, rows) => newRows(await upsertBulk(verbContext(database), entity, rows)),
    send: async (api, rows) => newRows(await api.call<Bulk>(`/api/v1/${name}/bulk/`, rows)),
  };
}

export const GENERATORS = {
  users,
  project: catalogue("project", projectRow),
  client: catalogue("client", clientRow),
  nomenklatura: catalogue("nomenklatura", nomenklaturaRow),
} satisfies Record<string, Generator>;

export type SeedName = keyof typeof GENERATORS;
