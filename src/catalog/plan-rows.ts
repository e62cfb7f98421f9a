/** What a write does to each row, decided before anything is written: created, updated, unchanged or refused. */
import { type Message, message } from "../platform/i18n.ts";
import { withoutMark } from "./description-mark.ts";
import type { Entity, EntityRow } from "./entity.ts";
import type { ProjectRef, ResourceBody } from "./resource.schema.ts";
import type { ProjectRow, Update } from "./resource.store.ts";
import { changedColumns, derive, standardValues, type Values } from "./row.ts";

/** create refuses a live row; change wants one; upsert takes either. */
export type Mode = "create" | "change" | "upsert";

export type Outcome =
  | { kind: "created" | "updated" | "unchanged"; row: EntityRow }
  | { kind: "refused"; errors: Record<string, Message[]> };

export interface Found {
  projects: readonly ProjectRow[];
  /** The rows that the write's keys name, deleted ones too. */
  rows: readonly EntityRow[];
  /** The row that a path names. */
  target?: EntityRow | undefined;
}

interface State {
  before: EntityRow | undefined;
  row: EntityRow;
}

/** What earlier calls would have written, in a run that writes nothing. */
export type Rehearsal = Map<string, State>;

export interface Plan {
  outcomes: Outcome[];
  inserts: EntityRow[];
  updates: Update[];
}

export const keyOf = (code: unknown, projectId: number) => `${projectId}\n${code}`;

/** The project as the body names it: undefined is "not said", null is none. */
export function projectRefOf(body: ResourceBody): { ref: ProjectRef | null; field: string } | undefined {
  if (body.project_id !== undefined)
    return { ref: body.project_id === null ? null : { id: body.project_id }, field: "project_id" };
  return body.project === undefined ? undefined : { ref: body.project, field: "project" };
}

/** The project that a body names among these, or what to say where it is none of them. */
export function projectOf(body: ResourceBody, projects: readonly ProjectRow[]) {
  const named = projectRefOf(body);
  if (!named) return { project: undefined };
  const { ref, field } = named;
  if (ref === null) return { project: null };
  const project = projects.find((one) => ("id" in ref ? one.id === ref.id : one.code_1c === ref.code));
  if (project) return { project };
  const input = "id" in ref ? ref.id : ref.code;
  return { refused: { [field]: [message('Invalid pk "{input}" - object does not exist.', { input })] } };
}

/** Beside the row, so that it can be answered as it is read. */
export const projectColumns = (project: ProjectRow | null): Values => ({
  p_id: project?.id ?? null,
  p_code: project?.code_1c ?? null,
  p_name: project?.name ?? null,
  p_integration: project?.is_integration ?? null,
});

function valuesOf(entity: Entity, body: ResourceBody): Values {
  const values: Values = {};
  for (const { name } of entity.fields)
    if (body[name] !== undefined) values[name] = body[name] as Values[string];
  if (body.is_active !== undefined) values["is_active"] = Number(body.is_active);
  return values;
}

const nullsOf = ({ nullIfNew = [] }: ResourceBody): Values =>
  Object.fromEntries(nullIfNew.map((name) => [name, null]));

function missingFields(entity: Entity, values: Values): Record<string, Message[]> | undefined {
  const missing = entity.fields.filter(({ name, required }) => required && values[name] === undefined);
  if (!missing.length) return undefined;
  return Object.fromEntries(missing.map(({ name }) => [name, [message("This field is required.")]]));
}

const duplicate = ({ name, key }: Entity): Outcome => ({
  kind: "refused",
  errors: {
    [key]: [
      message("{model} with this {field} already exists.", { model: name, field: key.replaceAll("_", " ") }),
    ],
  },
});

class Planner {
  readonly #entity: Entity;
  readonly #found: Found;
  readonly #mode: Mode;
  readonly #states: Map<string, State>;

  constructor(entity: Entity, found: Found, mode: Mode, states: Rehearsal = new Map()) {
    this.#states = states;
    this.#entity = entity;
    this.#found = found;
    this.#mode = mode;
    for (const row of found.rows) {
      const key = keyOf(row[entity.key], row.project_id);
      if (!states.has(key)) states.set(key, { before: row, row });
    }
  }

  #write(key: string, state: State, values: Values): Outcome {
    // What is kept beside the fields follows from them, and costs more than to see that they are as they were.
    if (Object.entries(values).every(([name, value]) => state.row[name] === value))
      return { kind: "unchanged", row: state.row };
    const changed = { ...state.row, ...values } as EntityRow;
    if (changed["description"] !== state.row["description"] && changed["metadata"])
      changed["metadata"] = withoutMark(changed["metadata"]);
    const row = derive(this.#entity, changed);
    if (!changedColumns(this.#entity, state.row, row).length) return { kind: "unchanged", row: state.row };
    this.#states.set(key, { before: state.before, row });
    return { kind: "updated", row };
  }

  #create(key: string, projectId: number, values: Values, deleted: EntityRow | undefined): Outcome {
    const errors = missingFields(this.#entity, values);
    if (errors) return { kind: "refused", errors };
    const fresh = { ...deleted, ...standardValues(this.#entity), ...values, project_id: projectId };
    const row = derive(this.#entity, fresh as EntityRow);
    this.#states.set(key, { before: deleted, row });
    return { kind: "created", row };
  }

  /** Nothing else of a row that goes is written; one that never was is not made for it. */
  #remove(key: string, state: State | undefined, values: Values): Outcome {
    if (state) return this.#write(key, state, { is_deleted: 1 });
    return { kind: "unchanged", row: { ...values, is_deleted: 1 } as EntityRow };
  }

  /** PUT and PATCH: the path names the row, its key stays, and it may move to another project. */
  #change(target: EntityRow, values: Values, project: ProjectRow | null | undefined): Outcome {
    const { [this.#entity.key]: _, ...rest } = values;
    const key = keyOf(target[this.#entity.key], target.project_id);
    const state = { before: target, row: target };
    // A deleted project is answered as null: sent back, that leaves the row where it is.
    const stays = project === undefined || (project === null && target["p_id"] === null);
    if (stays) return this.#write(key, state, rest);
    const projectId = project?.id ?? 0;
    const moves = projectId !== target.project_id;
    if (moves && this.#states.has(keyOf(target[this.#entity.key], projectId))) return duplicate(this.#entity);
    return this.#write(key, state, { ...rest, project_id: projectId, ...projectColumns(project) });
  }

  add(body: ResourceBody): Outcome {
    const { project, refused } = projectOf(body, this.#found.projects);
    if (refused) return { kind: "refused", errors: refused };
    const values = valuesOf(this.#entity, body);
    if (this.#found.target) return this.#change(this.#found.target, values, project);

    const projectId = project?.id ?? 0;
    const key = keyOf(values[this.#entity.key], projectId);
    const state = this.#states.get(key);
    if (body.is_deleted) return this.#remove(key, state, values);
    const beside = projectColumns(project ?? null);
    if (!state) return this.#create(key, projectId, { ...nullsOf(body), ...values, ...beside }, undefined);
    if (!state.row.is_deleted && this.#mode === "create") return duplicate(this.#entity);
    if (this.#mode === "create") return this.#create(key, projectId, { ...values, ...beside }, state.row);
    return this.#write(key, state, { ...values, is_deleted: 0 });
  }

  finish(outcomes: Outcome[], nowUs: number): Plan {
    const inserts: EntityRow[] = [];
    const updates: Update[] = [];
    for (const { before, row } of this.#states.values()) {
      if (!before) inserts.push(row);
      else if (before !== row) {
        const columns = changedColumns(this.#entity, before, row);
        if (!columns.length) continue;
        row.updated_at = Math.max(nowUs, before.updated_at + 1);
        updates.push({ row, was: before.updated_at, columns });
      }
    }
    return { outcomes, inserts, updates };
  }
}

/** Bodies are applied in their order: a later one of the same key changes what an earlier one made. */
export function planRows(
  entity: Entity,
  bodies: readonly ResourceBody[],
  found: Found,
  mode: Mode,
  nowUs: number,
  rehearsal?: Rehearsal,
): Plan {
  const planner = new Planner(entity, found, mode, rehearsal);
  const outcomes = bodies.map((body) => planner.add(body));
  return planner.finish(outcomes, nowUs);
}
