/** One service for all pages, and a browser that is known to start; what is missing is said in one line. */
import { chromium, type LaunchOptions } from "playwright-core";
import type { TestProject } from "vitest/node";
import { launchOptions, Missing } from "./chromium.ts";
import { startService } from "./service.ts";

declare module "vitest" {
  interface ProvidedContext {
    address: string;
    launch: LaunchOptions;
  }
}

/** Of a browser that does not start only its own last words are of use. */
async function expectBrowser(launch: LaunchOptions): Promise<void> {
  try {
    await (await chromium.launch(launch)).close();
  } catch (fault) {
    const text = fault instanceof Error ? fault.message : String(fault);
    const words = /\[err\] (.*)/.exec(text)?.[1] ?? text.split("\n", 1).join("");
    throw new Missing(`The browser does not start: ${words}`);
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const launch = await launchOptions();
    await expectBrowser(launch);
    const { address, stop } = await startService();
    project.provide("launch", launch);
    project.provide("address", address);
    return stop;
  } catch (fault) {
    if (!(fault instanceof Missing)) throw fault;
    console.error(fault.message);
    process.exit(1);
  }
}
