/** The database and the files of a data folder, opened without serving anything. */
import { startRuntime } from "./runtime.ts";
import { bindingsOf, plainWorker, readSettings } from "./settings.ts";

export type Database = D1Database;
export type Files = R2Bucket;

export interface OpenDatabase {
  database: Database;
  files: Files;
  close(): Promise<void>;
}

/** Without a folder it is a fresh one in memory. */
export async function openDatabase(folder: string | undefined): Promise<OpenDatabase> {
  const { d1Databases = {}, r2Buckets = {} } = bindingsOf(readSettings());
  const worker = { ...plainWorker("database", "export default {};"), d1Databases, r2Buckets };
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers: [worker] }, folder);
  const database = (await miniflare.getD1Database("DB")) as unknown as Database;
  const files = (await miniflare.getR2Bucket("FILES")) as unknown as Files;
  return { database, files, close };
}
