/** Projects: what clients and nomenklatura belong to. */
import type { Entity } from "../entity.ts";
import { html, key, name, words } from "./field.ts";

export const project: Entity = {
  name: "project",
  alias: "projects",
  table: "projects",
  key: "code_1c",
  fields: [key("code_1c", 255), name(255), words("title", 255), html("description")],
  ofProject: false,
  search: ["code_1c", "name", "title"],
  exact: ["code_1c", "name"],
  marked: [],
  caseless: [],
  contains: { code_contains: "code_1c", name_contains: "name" },
  ranges: {},
  publicRead: true,
  excel: {
    file: "projects",
    sheet: "Projects",
    columns: ["code_1c", "name", "title", "description", "is_active"],
    sample: ["PRJ-001", "Namuna project", "Namuna sarlavha", "<p>Namuna description</p>", true],
  },
  onec: {},
};
