/** Excel files into the catalogue: small ones at once, large ones stored and worked off by the queue. */
import { MEBIBYTE } from "../platform/body.ts";
import type { Ctx } from "../platform/context.ts";
import { ApiError, invalid } from "../platform/errors.ts";
import { message } from "../platform/i18n.ts";
import { integer, isMessage } from "../platform/kinds.ts";
import { Reply } from "../platform/respond.ts";
import { askStep, insertTaskSql, parkedAt, type TaskKindName } from "../tasks/index.ts";
import type { Entity } from "./entity.ts";
import type { ExcelRow, Header } from "./excel-rows.ts";
import { type ImportCounts, importRows } from "./import-rows.ts";
import type { Rehearsal } from "./plan-rows.ts";
import { receiveUpload, type Upload } from "./receive-upload.ts";
import { projectsNamed } from "./resource.store.ts";
import { charsOf, inPieces, openRows } from "./workbook-rows.ts";
import { refusalOf } from "./workbook-words.ts";
import { openWorkbook, type Workbook } from "./xlsx/open-workbook.ts";

export interface ImportOptions {
  isRehearsal: boolean;
  /** False: the answer does not wait for the rows. */
  waits: boolean;
}

interface Import extends ImportOptions {
  id: string;
  upload: Upload;
  file: NonNullable<Upload["file"]>;
  projectId: number | null;
}

/** Where a task finds its workbook: the whole form may lie there, of which it is a part. */
export interface ParkedFile {
  key: string;
  offset: number;
  size: number;
}

export const UPLOAD_LIMIT = {
  limitBytes: 25 * MEBIBYTE,
  overLimit:
    "Request body is too large: the limit is {limit}. Divide the file into several, for example by project or by category.",
} as const;
/** Of what is answered at once, and so is in memory at once. */
const MOST_ROWS_AT_ONCE = 5000;
const MOST_CHARS_AT_ONCE = 16_000_000;

interface Opened {
  header: Header;
  /** None where they are not all. */
  rows: ExcelRow[];
  isWhole: boolean;
}

/** As many rows as are worked off at once, and whether there are more. */
async function readFirstRows(entity: Entity, workbook: Workbook, mostRows: number): Promise<Opened> {
  const { header, rows } = await openRows(entity, workbook);
  const first: ExcelRow[] = [];
  let chars = 0;
  for await (const row of rows) {
    chars += charsOf(row);
    if (first.length >= mostRows || chars > MOST_CHARS_AT_ONCE) return { header, rows: [], isWhole: false };
    first.push(row);
  }
  return { header, rows: first, isWhole: true };
}

const answerOf = ({ created, updated, unchanged, errors }: ImportCounts, ignored: readonly string[]) => ({
  created,
  updated,
  unchanged,
  errors: errors.map(({ item, error }) => `Row ${item}: ${error}`),
  errors_json: errors.map(({ item, code, error }) => ({ row: item, code, error })),
  ignored_columns: ignored,
});

async function importNow(ctx: Ctx, entity: Entity, request: Import, { header, rows }: Opened) {
  const rehearsal: Rehearsal | undefined = request.isRehearsal ? new Map() : undefined;
  const target = {
    entity,
    projectId: request.projectId,
    language: ctx.language,
    ...(rehearsal && { rehearsal }),
  };
  const all: ImportCounts = { created: 0, updated: 0, unchanged: 0, errors: [] };
  for await (const piece of inPieces(rows)) {
    const counts = await importRows(ctx, target, piece);
    for (const name of ["created", "updated", "unchanged"] as const) all[name] += counts[name];
    all.errors.push(...counts.errors);
  }
  return answerOf(all, header.ignored);
}

const kindOf = (entity: Entity) => `import_${entity.name}` as TaskKindName;

async function parkedFile(ctx: Ctx, { id, upload, file }: Import): Promise<ParkedFile> {
  const { size } = file.source;
  if (upload.parked) return { ...upload.parked, size };
  const key = uploadPath(id);
  await ctx.files.put(key, await file.source.read(0, size));
  return { key, offset: 0, size };
}

/** The file is stored before its task is written: what a crash leaves is a file that nobody asks for. */
async function importLater(ctx: Ctx, entity: Entity, request: Import): Promise<Reply> {
  const { id, projectId, isRehearsal, file } = request;
  const parked = await parkedFile(ctx, request);
  const input = { project_id: projectId, dry_run: isRehearsal, language: ctx.language, file: parked };
  const words = `Import started: ${file.name}`;
  await ctx.db.write(
    insertTaskSql(ctx, { id, kind: kindOf(entity), label: file.name, input, message: words }),
  );
  await askStep(ctx, id);
  return new Reply(202, { task_id: id, status: "started", message: words });
}

const uploadPath = (id: string) => parkedAt(id, "upload");

/** A file for a project that is not there has one fault, not thousands. */
async function projectOf(ctx: Ctx, entity: Entity, text: string | undefined): Promise<number | null> {
  if (!entity.ofProject || !text?.trim()) return null;
  const id = integer().parse(text);
  if (isMessage(id)) throw invalid({ project_id: [id] });
  const found = await ctx.db.rows(projectsNamed([{ id }]));
  if (found.length) return id;
  throw invalid({ project_id: [message('Invalid pk "{input}" - object does not exist.', { input: id })] });
}

async function importWorkbook(ctx: Ctx, entity: Entity, request: Import): Promise<unknown> {
  try {
    const workbook = await openWorkbook(request.file.source);
    const opened = await readFirstRows(entity, workbook, request.waits ? MOST_ROWS_AT_ONCE : 0);
    if (opened.isWhole && request.waits) return await importNow(ctx, entity, request, opened);
    // To the end: whatever is wrong with the file is said now.
    await workbook.countRows(Number.POSITIVE_INFINITY);
  } catch (fault) {
    throw refusalOf(fault);
  }
  return importLater(ctx, entity, request);
}

/** What was imported is imported, whether its file can be deleted or not: the nightly job finds what was left. */
const forget = (ctx: Ctx, key: string) =>
  ctx.files.delete(key).catch((fault: unknown) => ctx.log.fail(fault));

export async function importExcel(ctx: Ctx, entity: Entity, request: Request, options: ImportOptions) {
  await ctx.db.admit();
  const id = crypto.randomUUID();
  const upload = await receiveUpload(ctx, request, uploadPath(id), UPLOAD_LIMIT);
  let answer: unknown;
  try {
    const { file, fields } = upload;
    if (!file) throw new ApiError(400, { error: "file field talab qilinadi" });
    const projectId = await projectOf(ctx, entity, fields["project_id"]);
    answer = await importWorkbook(ctx, entity, { ...options, id, upload, file, projectId });
    return answer;
  } finally {
    // A task keeps what it was given; nobody else comes back for it.
    if (upload.parked && !(answer instanceof Reply)) await forget(ctx, upload.parked.key);
  }
}
