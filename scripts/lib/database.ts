/** The database of a data folder, opened without serving anything. */
import { startRuntime } from "./runtime.ts";
import { bindingsOf, plainWorker, readSettings } from "./settings.ts";

export type Database = D1Database;

export interface OpenDatabase {
  database: Database;
  close(): Promise<void>;
}

/** Without a folder it is a fresh one in memory. */
export async function openDatabase(folder: string | undefined): Promise<OpenDatabase> {
  const { d1Databases = {} } = bindingsOf(readSettings());
  const worker = { ...plainWorker("database", "export default {};"), d1Databases };
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers: [worker] }, folder);
  const database = (await miniflare.getD1Database("DB")) as unknown as Database;
  return { database, close };
}
