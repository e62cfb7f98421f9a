/** The outside systems' stand-ins, served over HTTP for the tests in workerd, which ask for `inject("standIns")`. */
import type { TestProject } from "vitest/node";
import { bundle, stopBundling } from "../../scripts/lib/bundle.ts";
import { EMULATORS } from "../../scripts/lib/project.ts";
import { startRuntime } from "../../scripts/lib/runtime.ts";
import { plainWorker } from "../../scripts/lib/settings.ts";

declare module "vitest" {
  export interface ProvidedContext {
    standIns: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const workers = [plainWorker("emulators", await bundle(EMULATORS))];
  await stopBundling();
  const { miniflare, close } = await startRuntime({ host: "127.0.0.1", port: 0, workers }, undefined);
  provide("standIns", (await miniflare.ready).origin);
  return close;
}
