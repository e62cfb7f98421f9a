/** The service as it is served on a machine: real sockets, its stand-ins beside it, a caller who may go away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, stopBundling } from "../../scripts/lib/bundle.ts";
import { openDatabase } from "../../scripts/lib/database.ts";
import { applyMigrations } from "../../scripts/lib/migrate.ts";
import { freePort } from "../../scripts/lib/ports.ts";
import { EMULATORS, WORKER } from "../../scripts/lib/project.ts";
import { startRuntime } from "../../scripts/lib/runtime.ts";
import { serve } from "../../scripts/lib/server.ts";
import { plainWorker } from "../../scripts/lib/settings.ts";
import { INSERT_USERS, userRow } from "../../scripts/lib/users.ts";
import type { Variables } from "../../scripts/lib/variables.ts";
import { signToken } from "../../src/identity/tokens.ts";
import { configOf, type Env } from "../../src/platform/env.ts";

export interface LiveService {
  origin: string;
  /** Where the outside systems are played. */
  standIns: string;
  /** Of an administrator. */
  token: string;
  close(): Promise<void>;
}

const ADMIN = { username: "admin", role: "admin", password: "" } as const;

/** `variablesAt` is told where the stand-ins are. */
export async function startLive(variablesAt: (standIns: string) => Variables): Promise<LiveService> {
  const folder = mkdtempSync(join(tmpdir(), "karvon-live-"));
  const { database, close } = await openDatabase(folder);
  await applyMigrations(database);
  await database
    .prepare(INSERT_USERS)
    .bind(JSON.stringify([userRow(ADMIN, Date.now())]))
    .run();
  await close();
  const [emulators, code] = [await bundle(EMULATORS), await bundle(WORKER)];
  const played = { host: "127.0.0.1", port: 0, workers: [plainWorker("emulators", emulators)] };
  const outside = await startRuntime(played, undefined);
  const standIns = (await outside.miniflare.ready).origin;
  const variables = variablesAt(standIns);
  const port = await freePort();
  const throttles = { THROTTLE_ANON: 1_000_000, THROTTLE_USER: 1_000_000 };
  const server = await serve({ code, host: "127.0.0.1", port, variables, throttles, data: folder });
  await stopBundling();
  const config = configOf({ ...variables } as unknown as Env);
  return {
    origin: `http://127.0.0.1:${port}`,
    standIns,
    token: await signToken(config, "access", { userId: 1, generation: 1 }, Date.now()),
    close: async () => {
      await Promise.all([server.close(), outside.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
