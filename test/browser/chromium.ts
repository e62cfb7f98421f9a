/** The browser from npm, unpacked once into an ignored folder, with the libraries that it came with where need be. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchOptions } from "playwright-core";

const PACKAGE = "node_modules/@sparticuz/chromium";
export const FOLDER = ".build/browser";

/** Something that only the reader can put right, in one line. */
export class Missing extends Error {}

/** The package unpacks into the system's folder for temporary files, whatever lies there already. */
async function unpackInto(folder: string, work: () => Promise<string>): Promise<string> {
  const before = process.env["TMPDIR"];
  mkdirSync(folder, { recursive: true });
  process.env["TMPDIR"] = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

/** The shared libraries that the loader does not find. */
function missingLibraries(program: string, libraries: string): string[] {
  const { stdout } = spawnSync("ldd", [program], {
    encoding: "utf8",
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  return [...(stdout ?? "").matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => String(name));
}

/** How Playwright starts it; the package's own flags are for Lambda and would switch web security off. */
export async function launchOptions(): Promise<LaunchOptions> {
  const args = ["--no-sandbox", "--disable-background-networking"];
  const own = process.env["CHROMIUM"];
  if (own) return { executablePath: own, args };
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Missing(
      "The browser from npm runs on Linux x64 alone: set CHROMIUM to the path of a Chromium here.",
    );

  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const folder = join(process.cwd(), FOLDER, `chromium-${version}`);
  const { default: chromium, inflate } = await import("@sparticuz/chromium");
  const executablePath = await unpackInto(folder, () => chromium.executablePath());
  const env: Record<string, string> = { FONTCONFIG_PATH: join(folder, "fonts") };
  if (missingLibraries(executablePath, "").length > 0) {
    const unpacked = await unpackInto(folder, () => inflate(join(PACKAGE, "bin/al2023.tar.br")));
    env["LD_LIBRARY_PATH"] = join(unpacked, "lib");
  }
  const missing = missingLibraries(executablePath, env["LD_LIBRARY_PATH"] ?? "");
  if (missing.length > 0)
    throw new Missing(
      `The browser lacks system libraries: ${missing.join(", ")} (on Debian: apt-get install libnss3 libexpat1).`,
    );
  return { executablePath, args, env: { ...(process.env as Record<string, string>), ...env } };
}
