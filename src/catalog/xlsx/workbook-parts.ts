/** Finds the parts that rows are made of: the first sheet, its shared strings and its styles. */
import type { ByteSource } from "./byte-source.ts";
import { readElements } from "./part-xml.ts";
import { damaged, WorkbookError } from "./workbook-error.ts";
import type { WorkbookLimits } from "./workbook-limits.ts";
import type { ZipEntry } from "./zip-directory.ts";
import { readZipPart } from "./zip-part.ts";

export interface WorkbookParts {
  sheetName: string;
  sheet: ZipEntry;
  sharedStrings: ZipEntry | undefined;
  styles: ZipEntry | undefined;
  /** Whether days are counted from 1904, as old Macs did. */
  from1904: boolean;
}

export interface Package {
  source: ByteSource;
  entries: ReadonlyMap<string, ZipEntry>;
  limits: WorkbookLimits;
}

interface Relationship {
  id: string;
  /** The last word of its type: transitional and strict files differ in what comes before. */
  type: string;
  target: string;
}

const entryOf = ({ entries }: Package, path: string | undefined) => entries.get(path?.toLowerCase() ?? "");

export const smallPart = ({ source, limits }: Package, entry: ZipEntry) =>
  readZipPart(source, entry, limits.smallPartBytes);

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** An absolute target starts at the zip's root, a relative one at the folder of the part that names it. */
function resolve(target: string, folder: string): string {
  const plain = target.replaceAll("\\", "/");
  const path: string[] = [];
  for (const step of (plain.startsWith("/") ? plain : folder + plain).split("/")) {
    if (step === "..") path.pop();
    else if (step !== "" && step !== ".") path.push(step);
  }
  return path.join("/");
}

async function relationshipsOf(file: Package, path: string): Promise<Relationship[]> {
  const folder = folderOf(path);
  const entry = entryOf(file, `${folder}_rels/${path.slice(folder.length)}.rels`);
  const found: Relationship[] = [];
  if (!entry) return found;
  await readElements(smallPart(file, entry), (scanner) => {
    if (scanner.name !== "Relationship" || scanner.attribute("TargetMode") === "External") return;
    found.push({
      id: scanner.attribute("Id") ?? "",
      type: scanner.attribute("Type")?.replace(/^.*\//, "") ?? "",
      target: resolve(scanner.attribute("Target") ?? "", folder),
    });
  });
  return found;
}

interface Listed {
  sheets: { name: string; id: string }[];
  from1904: boolean;
}

async function readList(file: Package, entry: ZipEntry): Promise<Listed> {
  const listed: Listed = { sheets: [], from1904: false };
  let root = "";
  await readElements(smallPart(file, entry), (scanner) => {
    root ||= scanner.name;
    if (scanner.name === "sheet")
      listed.sheets.push({ name: scanner.attribute("name") ?? "", id: scanner.attribute("id") ?? "" });
    if (scanner.name === "workbookPr")
      listed.from1904 = /^(1|true)$/i.test(scanner.attribute("date1904") ?? "");
  });
  if (root !== "workbook") throw new WorkbookError("not-a-workbook", "another kind of document");
  return listed;
}

export async function findWorkbookParts(file: Package): Promise<WorkbookParts> {
  const root = (await relationshipsOf(file, "")).find(({ type }) => type === "officeDocument");
  const path = root?.target ?? "xl/workbook.xml";
  const entry = entryOf(file, path);
  if (!entry || path.endsWith(".bin")) throw new WorkbookError("not-a-workbook", "no workbook in the zip");
  const { sheets, from1904 } = await readList(file, entry);
  const relationships = await relationshipsOf(file, path);
  const target = (type: string) => entryOf(file, relationships.find((one) => one.type === type)?.target);
  // A sheet may be a chart: only a worksheet has rows.
  for (const { name, id } of sheets) {
    const found = relationships.find((one) => one.id === id);
    if (found?.type !== "worksheet") continue;
    const sheet = entryOf(file, found.target);
    if (!sheet) throw damaged("the sheet is missing");
    return {
      sheetName: name,
      sheet,
      from1904,
      sharedStrings: target("sharedStrings"),
      styles: target("styles"),
    };
  }
  throw new WorkbookError("not-a-workbook", "no worksheet");
}
