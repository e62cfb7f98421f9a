/** A code may live in several projects, a row may move between them, and a deleted project touches no row. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  asOperator,
  bulk,
  CLIENTS,
  change,
  create,
  expecting,
  fresh,
  get,
  list,
  one,
  PRODUCTS,
  PROJECTS,
  type Row,
  sql,
} from "./api.ts";

const remove = (path: string, code: string, query = "") =>
  expecting(204, asOperator(one(path, code, query), { method: "DELETE" }));
const newProject = async (): Promise<Row> => create(PROJECTS, { code_1c: fresh("P"), name: "Loyiha" });
const shown = ({ id, code_1c, name, is_integration }: Row) => ({ id, code_1c, name, is_integration });

describe("a project", () => {
  let first: Row;
  let second: Row;
  beforeAll(async () => {
    first = await newProject();
    second = await newProject();
  });

  describe.each([
    [CLIENTS, "client_code_1c", "client with this client code 1c already exists."],
    [PRODUCTS, "code_1c", "nomenklatura with this code 1c already exists."],
  ])("%s", (path, key, taken) => {
    const body = (code: string, more: object = {}) => ({ [key]: code, name: "N", ...more });
    const inEach = async (code: string): Promise<[Row, Row, Row]> => [
      await create(path, body(code, { project_id: first.id })),
      await create(path, body(code, { project: second.code_1c })),
      await create(path, body(code)),
    ];

    test("takes the project by number, by code, or as a read answered it, whose id counts", async () => {
      const forms = () => [
        { project_id: first.id },
        { project_id: String(first.id) },
        { project: first.code_1c },
        { project: ` ${first.code_1c} ` },
        { project: shown(first) },
        { project: { id: first.id } },
        { project: { code_1c: first.code_1c } },
        { project: { id: first.id, code_1c: second.code_1c } },
        { project_id: first.id, project: second.code_1c },
        { project_id: first.id, project: null },
      ];
      for (const form of forms()) {
        const made = await create(path, body(fresh(), form));
        expect([form, made.project]).toEqual([form, shown(first)]);
        expect(
          (await create(path, new URLSearchParams({ ...body(fresh()), project: first.code_1c }))).project,
        ).toEqual(shown(first));
      }
      for (const none of [{}, { project: null }, { project: "" }, { project_id: null }, { project_id: "" }])
        expect((await create(path, body(fresh(), none))).project).toBeNull();
    });
    test("refuses a project that is not there or deleted, under the name that it was sent by", async () => {
      const gone = await newProject();
      await remove(PROJECTS, gone.code_1c);
      const code = fresh();
      await create(path, body(code));
      for (const [form, input] of [
        [{ project_id: 99_999 }, "99999"],
        [{ project_id: 0 }, "0"],
        [{ project_id: gone.id }, gone.id],
        [{ project: "none" }, "none"],
        [{ project: gone.code_1c }, gone.code_1c],
        [{ project: { id: gone.id } }, gone.id],
      ] as const) {
        const words = { [Object.keys(form)[0] ?? ""]: [`Invalid pk "${input}" - object does not exist.`] };
        expect(await expecting(400, asOperator(path, { body: body(fresh(), form) }))).toEqual(words);
        expect(await expecting(400, change(one(path, code), form))).toEqual(words);
        // Told at once with what is wrong elsewhere.
        const more = { name: ["This field may not be blank."], is_active: ["Must be a valid boolean."] };
        const faulty = { name: "", is_active: "perhaps", ...form };
        for (const sent of [
          asOperator(path, { body: body(fresh(), faulty) }),
          change(one(path, code), faulty),
        ])
          expect(await expecting(400, sent)).toEqual({ ...words, ...more });
        const { errors } = await bulk(path, [body(code, form)]);
        expect(errors).toEqual([{ index: 0, code, errors: words }]);
      }
      for (const [form, words] of [
        [{ project: [] }, { project: ["Not a valid string."] }],
        [{ project: true }, { project: ["Not a valid string."] }],
        [{ project_id: "x" }, { project_id: ["A valid integer is required."] }],
      ])
        expect(await expecting(400, change(one(path, code), form))).toEqual(words);
    });

    test("answers 409 that names the projects where a code is in several, until the caller says which", async () => {
      const code = fresh();
      const [a, b, none] = await inEach(code);
      for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
        const sent = { method, body: method === "GET" || method === "DELETE" ? undefined : { name: "X" } };
        const { status, json } = await asOperator(one(path, code), sent);
        expect([status, Object.keys(json)]).toEqual([409, ["detail"]]);
        for (const named of [
          `${first.code_1c} (project_id=${first.id})`,
          `${second.code_1c} (project_id=${second.id})`,
          "- (project_id=0)",
        ])
          expect(json.detail).toContain(named);
      }
      for (const [query, row] of [
        [`?project_id=${first.id}`, a],
        [`?project=${second.code_1c}`, b],
        ["?project_id=0", none],
        [`?project_id=${first.id}&project=${second.code_1c}`, a],
      ] as const) {
        expect((await get(one(path, code, query))).id).toBe(row.id);
        const changed = await expecting(200, change(one(path, code, query), { name: query }));
        expect([changed.id, changed.name, changed.project]).toEqual([row.id, query, row.project]);
        expect(await expecting(400, change(one(path, code, query), { name: "" }))).toEqual({
          name: ["This field may not be blank."],
        });
      }
      for (const query of ["?project_id=99999", "?project=none"])
        expect((await asOperator(one(path, code, query))).status).toBe(404);
      expect((await asOperator(one(path, code, "?project_id=-1"))).status).toBe(400);
      await remove(path, code, `?project_id=${second.id}`);
      await remove(path, code, "?project_id=0");
      expect((await get(one(path, code))).id).toBe(a.id);
    });
    test("lists under duplicates each row of the codes that are in several projects, by code", async () => {
      const [x, y, single] = [fresh("dup-x"), fresh("dup-y"), fresh("dup-z")];
      const rows = [...(await inEach(y)), ...(await inEach(x))];
      await create(path, body(single));
      await remove(path, y, "?project_id=0");
      const deleted = await inEach(fresh("dup-w"));
      for (const query of [`?project_id=${first.id}`, "?project_id=0"])
        await remove(path, deleted[0][key], query);
      const page = await list(`${path}duplicates/?page_size=100`);
      const codes = page.results.map((row) => row[key]);
      expect(codes).toEqual(codes.toSorted());
      const ours = page.results.filter((row) => [x, y, single, deleted[0][key]].includes(row[key]));
      expect(ours.map(({ id }) => id)).toEqual([...rows.slice(3), ...rows.slice(0, 2)].map(({ id }) => id));
      expect(page.count).toBe(page.results.length);
      const last = await list(`${path}duplicates/?page=last&page_size=2`);
      expect(last.results.at(-1)).toEqual(page.results.at(-1));
    });

    test("moves a row by PUT and PATCH, and leaves it where no project is named", async () => {
      const code = fresh();
      const { id } = await create(path, body(code, { project_id: first.id }));
      for (const [method, form, project] of [
        ["PATCH", { name: "X" }, first],
        ["PUT", { name: "Y" }, first],
        ["PATCH", { project: second.code_1c }, second],
        ["PUT", { name: "Z", project: shown(first) }, first],
        ["PATCH", { project_id: second.id }, second],
        ["PATCH", { project: null }, null],
        ["PUT", { name: "Q" }, null],
        ["PATCH", { project_id: first.id }, first],
        ["PATCH", { project: "" }, null],
      ] as const) {
        const moved = await expecting(200, change(one(path, code), form, method));
        expect([moved.id, moved.project]).toEqual([id, project && shown(project)]);
        expect(await get(one(path, code))).toEqual(moved);
        expect((await list(`${path}?${key}=${code}&project_id=${project?.id ?? 0}`)).count).toBe(1);
      }
    });
    test("refuses to move a row to where its code is taken, and changes nothing of it", async () => {
      const code = fresh();
      const [a] = await inEach(code);
      for (const form of [
        { project: second.code_1c },
        { project: null },
        { project_id: second.id, name: "X" },
      ])
        expect(await expecting(400, change(one(path, code, `?project_id=${first.id}`), form))).toEqual({
          [key]: [taken],
        });
      expect(await get(one(path, code, `?project_id=${first.id}`))).toEqual(a);
    });
    test("stays listed when its project is deleted, with project null, and has it again when that is revived", async () => {
      const project = await newProject();
      const code = fresh();
      const made = await create(path, body(code, { project_id: project.id }));
      await remove(PROJECTS, project.code_1c);
      const orphan = { ...made, project: null };
      expect(await get(one(path, code))).toEqual(orphan);
      expect((await list(`${path}?${key}=${code}`)).results).toEqual([orphan]);
      expect((await list(`${path}?project=${project.code_1c}`)).count).toBe(0);
      // What was read is sent back, by a client that knows nothing of this.
      for (const form of [orphan, { name: "X", project: null }, { name: "Y", project_id: null }])
        expect((await expecting(200, change(one(path, code), form, "PUT"))).project).toBeNull();
      expect((await create(PROJECTS, { code_1c: project.code_1c, name: "Back" })).id).toBe(project.id);
      const { project: again } = await get(one(path, code));
      expect(again).toEqual({ ...shown(project), name: "Back" });
      expect((await list(`${path}?project=${project.code_1c}`)).count).toBe(1);
    });
    test("keeps codes of a bulk apart by their projects", async () => {
      const code = fresh();
      const rows = [{ project: first.code_1c }, { project_id: second.id }, {}].map((form) =>
        body(code, form),
      );
      expect(await bulk(path, rows)).toMatchObject({ created: 3, updated: 0, unchanged: 0, errors: [] });
      expect(await bulk(path, rows)).toMatchObject({ created: 0, updated: 0, unchanged: 3, errors: [] });
      expect((await list(`${path}?${key}=${code}`)).count).toBe(3);
    });
  });

  test("a project's own object tells whether an integration of it runs, and so does every row of it", async () => {
    const project = await newProject();
    const code = fresh();
    await create(CLIENTS, { client_code_1c: code, name: "N", project_id: project.id });
    await sql("UPDATE projects SET is_integration = 1 WHERE id = ?", project.id);
    expect((await get(one(PROJECTS, project.code_1c))).is_integration).toBe(true);
    expect((await get(one(CLIENTS, code))).project.is_integration).toBe(true);
    const changed = await change(one(CLIENTS, code), { name: "M" });
    expect(changed.json.project.is_integration).toBe(true);
  });

  test("an anonymous caller is told of several projects too", async () => {
    const code = fresh();
    for (const project_id of [first.id, second.id])
      await create(PRODUCTS, { code_1c: code, name: "N", project_id });
    expect((await as("anonymous", one(PRODUCTS, code))).status).toBe(409);
    expect((await as("anonymous", one(PRODUCTS, code, `?project_id=${first.id}`))).status).toBe(200);
  });
});
