/** Fills an entity with made-up rows, the same ones for the same seed, a thousand at a time. */
import type { Api } from "./api.ts";
import type { Posted } from "./catalogue-rows.ts";
import type { Database } from "./database.ts";
import { GENERATORS, type Generator, type SeedName } from "./generators.ts";
import { Progress } from "./progress.ts";
import { Random } from "./random.ts";

const ROWS_AT_ONCE = 1000;
/** So many projects there are to be before other rows are shared out among them. */
const PROJECTS = 20;

export interface Job {
  entity: SeedName;
  rows: number;
  seed: number;
}

/** Where the rows go: a database, or a running server. */
export interface Target {
  projects(): Promise<number[]>;
  take(generator: Generator, rows: readonly Posted[]): Promise<number>;
}

export const intoDatabase = (database: Database): Target => ({
  async projects() {
    const { results } = await database
      .prepare("SELECT id FROM projects WHERE is_deleted = 0 ORDER BY id LIMIT ?1")
      .bind(PROJECTS)
      .all<{ id: number }>();
    return results.map(({ id }) => id);
  },
  take: (generator, rows) => generator.store(database, rows),
});

export const throughApi = (api: Api): Target => ({
  async projects() {
    const path = `/api/v1/project/?page_size=${PROJECTS}&ordering=id`;
    const { results } = await api.call<{ results: { id: number }[] }>(path);
    return results.map(({ id }) => id);
  },
  take: (generator, rows) => generator.send(api, rows),
});

/** Answers how many rows are new; the others were there already. */
export async function fill(target: Target, { entity, rows, seed }: Job, shows: "progress" | "nothing") {
  const generator: Generator = GENERATORS[entity];
  let projects: number[] = [];
  if (generator.ofProject) {
    projects = await target.projects();
    if (!projects.length) {
      await fill(target, { entity: "project", rows: PROJECTS, seed }, "nothing");
      projects = await target.projects();
    }
  }
  const random = new Random(seed);
  const progress = new Progress(entity, rows);
  let made = 0;
  for (let done = 0; done < rows; ) {
    const count = Math.min(ROWS_AT_ONCE, rows - done);
    const begin = done;
    const batch = Array.from({ length: count }, (_, index) =>
      generator.make(random, begin + index, projects),
    );
    made += await target.take(generator, batch);
    done += count;
    if (shows === "progress") progress.at(done);
  }
  return made;
}
