/** Miniflare as these scripts use it: quiet, without calls to other hosts, gone when its process is gone. */
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4MiniflareOptions } from "miniflare";
import { childrenNamed, endWithMe } from "./processes.ts";

type Line = { level: string; message: string };

/** Lines of one tick leave in one write. What the Worker logs goes to stdout as it is, the rest to stderr. */
function lineWriter(): (line: Line) => void {
  const waiting = { out: "", err: "" };
  let scheduled = false;
  const flush = () => {
    scheduled = false;
    if (waiting.out) process.stdout.write(waiting.out);
    if (waiting.err) process.stderr.write(waiting.err);
    waiting.out = "";
    waiting.err = "";
  };
  return ({ level, message }) => {
    waiting[level === "log" ? "out" : "err"] += `${message}\n`;
    if (!scheduled) setImmediate(flush);
    scheduled = true;
  };
}

/** wrangler's `--persist-to FOLDER` keeps its data in the same place. */
export const persistencePath = (folder: string) => join(folder, "v3");

export interface Runtime {
  miniflare: Miniflare;
  close(): Promise<void>;
}

/** Memory is tidied early, as in a Worker of 128 MB: left alone, V8 lets garbage stand as long as the machine has room. */
const V8_FLAGS = "--max-semi-space-size=8 --initial-old-space-size=4";

/** Without a folder everything is kept in memory. */
export async function startRuntime(
  options: V4MiniflareOptions,
  folder: string | undefined,
): Promise<Runtime> {
  process.env["MINIFLARE_WORKERD_V8_FLAGS"] ??= V8_FLAGS;
  let endWatch = async () => {};
  // workerd outlives a parent that was killed, and keeps its port.
  const watch = async () => {
    await endWatch();
    endWatch = endWithMe(childrenNamed("workerd"));
  };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      logRequests: false,
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: lineWriter(),
      unsafeHandleRuntimeRestart: watch,
      ...(folder === undefined ? {} : { resourcePersistencePath: persistencePath(folder) }),
      ...options,
    }),
  );
  await miniflare.ready;
  await watch();
  const close = async () => {
    await miniflare.dispose();
    await endWatch();
  };
  return { miniflare, close };
}
