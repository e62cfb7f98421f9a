/** wrangler as a library, without its messages. */
import { unstable_getMiniflareWorkerOptions, unstable_readConfig, unstable_splitSqlQuery } from "wrangler";

function quietly<Input extends unknown[], Result>(call: (...input: Input) => Result) {
  return (...input: Input): Result => {
    const level = process.env["WRANGLER_LOG"];
    process.env["WRANGLER_LOG"] = level ?? "error";
    try {
      return call(...input);
    } finally {
      if (level === undefined) delete process.env["WRANGLER_LOG"];
    }
  };
}

export const readConfig = quietly(unstable_readConfig);
export const miniflareOptionsOf = quietly((config: ReturnType<typeof readConfig>) =>
  unstable_getMiniflareWorkerOptions(config),
);
export const splitSql = unstable_splitSqlQuery;
