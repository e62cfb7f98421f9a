/** Files that are not imported: each with the answer that says why, and nothing written. */
import { beforeAll, describe, expect, test } from "vitest";
import { entities } from "../../src/catalog/entities.ts";
import { cheapPerson } from "../identity/people.ts";
import { tokenOf } from "../support/app.ts";
import { ask } from "../workers/door.ts";
import {
  as,
  asOperator,
  type Caller,
  create,
  emptyCatalog,
  entityOf,
  expecting,
  fresh,
  one,
  PROJECTS,
  sql,
} from "./api.ts";
import { promisedFile } from "./excel-columns.ts";
import {
  formOf,
  type Given,
  importFile,
  importPath,
  type Made,
  partsOf,
  workbookOf,
  zipOf,
} from "./excel-files.ts";

const UNREADABLE = "XLSX faylni o'qib bo'lmadi";
const NO_FILE = { error: "file field talab qilinadi" };

const good = workbookOf(["code_1c", "name"], ["refused", "N"]);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const cut = (bytes: Uint8Array<ArrayBuffer>, at: number) => bytes.slice(0, at);
const parts = partsOf([
  ["code_1c", "name"],
  ["refused", "N"],
]);
const sheet = parts["xl/sheet.xml"] ?? "";
const withSheet = (xml: string) => zipOf({ ...parts, "xl/sheet.xml": xml });

/** The place of a text in a file, with one of its letters changed: what was packed no longer fits its checksum. */
function spoiled(bytes: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  const at = Buffer.from(bytes).indexOf(text);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

const OLE = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

describe("an import", () => {
  beforeAll(async () => {
    await emptyCatalog();
    await sql("DELETE FROM tasks");
  });

  async function expectRefused(
    file: Uint8Array<ArrayBuffer> | string | undefined,
    answer: unknown,
    given: Given & { name?: string; status?: number } = {},
  ): Promise<void> {
    const { name = "project", status = 400, ...rest } = given;
    const received = await importFile(name, file, rest);
    expect([received.status, received.json]).toEqual([status, answer]);
    expect(await sql("SELECT code_1c FROM projects WHERE code_1c = 'refused'")).toEqual([]);
    expect(await sql("SELECT id FROM tasks")).toEqual([]);
  }

  test("without a file is told so: no body, no field, a field of another name, a text in its place", async () => {
    const empty = await asOperator(importPath("project"), { method: "POST" });
    expect([empty.status, empty.json]).toEqual([400, NO_FILE]);
    await expectRefused(undefined, NO_FILE, { projectId: 1 });
    await expectRefused("not a file", NO_FILE);
    const other = new FormData();
    other.set("fayl", new File([good], "a.xlsx"));
    const received = await asOperator(importPath("client"), { body: other });
    expect([received.status, received.json]).toEqual([400, NO_FILE]);
    for (const language of ["uz", "ru"])
      await expectRefused(undefined, NO_FILE, { projectId: 1, headers: { "Accept-Language": language } });
  });
  test("of more than 25 MiB, beside what a form has around it, is told so before it is read, and what to do", async () => {
    const answer = await asOperator(importPath("project"), {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=b", "Content-Length": "26279937" },
    });
    expect([answer.status, answer.json]).toEqual([
      413,
      {
        detail:
          "Request body is too large: the limit is 25 MiB. Divide the file into several, for example by project or by category.",
      },
    ]);
  });
  test("of another media type is 415", async () => {
    const received = await asOperator(importPath("project"), { body: { file: "a" } });
    expect([received.status, received.json]).toEqual([
      415,
      { detail: 'Unsupported media type "application/json" in request.' },
    ]);
  });
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ["nothing", bytesOf("")],
    ["a text", bytesOf("code_1c;name\nrefused;N\n")],
    ["a page named .xlsx", bytesOf("<html><table><tr><td>code_1c</td></tr></table></html>")],
    ["an .xls file", bytesOf(`${OLE}${"\u0000".repeat(2000)}`)],
    ["an encrypted file", bytesOf(`${OLE}${[..."EncryptedPackage"].map((one) => `${one}\u0000`).join("")}`)],
    ["a zip of something else", zipOf({ "readme.txt": "hello" })],
    ["a file cut off at its end", cut(good, good.length - 30)],
    ["a file cut off in the middle", cut(good, good.length >> 1)],
    ["a file with a byte changed", spoiled(good, "refused")],
    ["a sheet that ends too early", withSheet(sheet.replace("</sheetData></worksheet>", ""))],
    ["a sheet that is no XML", withSheet("code_1c,name\nrefused,N")],
    ["a sheet with a DOCTYPE", withSheet(`<!DOCTYPE a [<!ENTITY b "c">]>${sheet}`)],
    [
      "a shared string that is missing",
      workbookOf(["code_1c", "name"], ["refused", { xml: '<c t="s"><v>9</v></c>' }]),
    ],
    ["a row outside the sheet", withSheet(sheet.replace('<row r="2">', '<row r="1048577">'))],
  ])("of %s is told that it cannot be read", async (_, file) => {
    for (const query of ["", "?wait=false", "?dry_run=true"])
      await expectRefused(file, { error: UNREADABLE }, { query });
  });
  test("of a file past a limit names the limit: columns, cells that are too long, rows", async () => {
    const far = Array.from({ length: 513 }, (_, index): Made => (index === 512 ? "x" : null));
    const columns = workbookOf(["code_1c", "name"], far);
    const words = {
      en: "The file has values in more than 512 columns. Delete the columns that are not needed.",
      uz: "Faylda 512 tadan ko‘p ustunda qiymat bor. Keraksiz ustunlarni o‘chiring.",
      ru: "В файле значения более чем в 512 столбцах. Удалите ненужные столбцы.",
    };
    for (const [language, error] of Object.entries(words))
      await expectRefused(columns, { error }, { headers: { "Accept-Language": language } });
    await expectRefused(workbookOf(["code_1c", "name"], ["refused", "x".repeat(32_768)]), {
      error: "A cell has more than 32767 characters. Shorten its text.",
    });
  });
  test("takes 200,000 rows, and of one more names that limit", async () => {
    const header = sheet.slice(0, sheet.indexOf('<row r="2">'));
    const rows = Array.from({ length: 200_000 }, () => "<row><c><v>1</v></c></row>").join("");
    const end = "</sheetData></worksheet>";
    const more = withSheet(`${header}${rows}<row><c><v>1</v></c></row>${end}`);
    await expectRefused(more, {
      error:
        "The file has more than 200000 rows. Divide it into several, for example by project or by category.",
    });
    // Nobody works it off: what was sent to the queue is taken by the test.
    const token = await tokenOf(await cheapPerson("operator"));
    const file = withSheet(`${header}${rows}${end}`);
    const taken = await ask(importPath("project"), { token, body: formOf(file) });
    expect(taken.status).toBe(202);
    await sql("DELETE FROM tasks");
  });

  describe.each(entities.map(({ name }) => name))("into %s", (name) => {
    const entity = entityOf(name);
    const expected = promisedFile(entity).columns;
    const wrong = (received: string[]) => ({ error: "Excel headerlari mos emas", expected, received });

    test.each<[string, Made[][], string[]]>([
      ["the key", [["name", "title", "is_active"]], ["name", "title", "is_active"]],
      ["the name", [[entity.key, " Email "]], [entity.key, " Email "]],
      ["both", [["kod", null, "nomi"]], ["kod", "", "nomi"]],
      ["the header row", [["refused", "N"]], ["refused", "N"]],
      ["everything", [], []],
      ["the key, below a title", [["Narxlar"], ["Nomi", "name", "is_active"]], ["Nomi", "name", "is_active"]],
    ])("without %s in its headers says which were expected and which came", async (_, rows, received) => {
      await expectRefused(workbookOf(...rows), wrong(received), { name });
      await expectRefused(workbookOf(...rows, [name, "N"]), wrong(received.length ? received : [name, "N"]), {
        name,
        query: "?wait=false",
      });
    });
    test("by somebody who may not is refused, whatever is sent", async () => {
      const answers: [Caller, number][] = [
        ["anonymous", 401],
        ["agent", 403],
        ["bot", 403],
        ["customer", 403],
      ];
      for (const [role, status] of answers)
        for (const file of [workbookOf([entity.key, "name"], ["refused", "N"]), bytesOf("?"), undefined]) {
          const received = await importFile(name, file, { role, projectId: 1 });
          expect([role, received.status]).toEqual([role, status]);
        }
      expect(await sql(`SELECT id FROM ${entity.table} WHERE ${entity.key} = 'refused'`)).toEqual([]);
      const got = await as("operator", importPath(name));
      expect([got.status, got.headers.get("Allow")]).toEqual([405, "POST, OPTIONS"]);
    });
  });

  test("into a project that is not there, or is deleted, is one fault and not one for each row", async () => {
    const code = fresh("gone");
    const { id } = await create(PROJECTS, { code_1c: code, name: "N" });
    await expecting(204, asOperator(one(PROJECTS, code), { method: "DELETE" }));
    const file = workbookOf(["client_code_1c", "name"], ["refused", "N"]);
    for (const query of ["", "?dry_run=true", "?wait=false"])
      for (const projectId of [99_999, id, -1])
        await expectRefused(
          file,
          { project_id: [`Invalid pk "${projectId}" - object does not exist.`] },
          { name: "client", projectId, query },
        );
    for (const projectId of ["x", "1.5"])
      await expectRefused(
        file,
        { project_id: ["A valid integer is required."] },
        { name: "client", projectId },
      );
    expect(await sql("SELECT id FROM clients")).toEqual([]);
  });
});
