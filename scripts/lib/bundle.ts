/** A Worker's source as the one module that is served. */
import { build, formatMessages, type Message, stop } from "esbuild";
import { Refusal } from "./options.ts";

/** Names stay readable, for the stacks in the log; otherwise the same code as wrangler deploys. */
export async function bundle(entry: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2024",
      platform: "browser",
      conditions: ["workerd", "worker", "browser"],
      external: ["node:*", "cloudflare:*"],
      define: { "process.env.NODE_ENV": '"production"' },
      logLevel: "silent",
    });
    return outputFiles.map((file) => file.text).join("");
  } catch (fault) {
    const messages = (fault as { errors?: Message[] }).errors;
    if (!messages) throw fault;
    const texts = await formatMessages(messages, { kind: "error", color: process.stderr.isTTY });
    throw new Refusal(`The Worker does not build:\n${texts.join("").trimEnd()}`);
  }
}

/** Ends esbuild's own process, which otherwise stays for the next bundle. */
export const stopBundling = () => stop();
