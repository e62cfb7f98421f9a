/** The service as `npm start` gives it, on a free port with data of its own that go when it stops. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/lib/ports.ts";

const READY = "Karvon is ready";

export interface Service {
  address: string;
  stop(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const data = mkdtempSync(join(tmpdir(), "karvon-browser-"));
  const port = await freePort();
  const options = ["--port", String(port), "--data", data, "--no-emulators"];
  const child = spawn("node_modules/.bin/node", ["scripts/start.ts", ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };

  let told = "";
  for await (const part of child.stderr.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    told += part;
    if (told.includes(READY)) {
      child.stderr.resume();
      return { address: `http://localhost:${port}`, stop };
    }
  }
  await stop();
  throw new Error(`npm start did not get ready: ${told.trim()}`);
}
