import { randomBytes } from "node:crypto";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { DEVELOPMENT_VARIABLES } from "./scripts/lib/development-keys.ts";
import { newSigningKey } from "./scripts/lib/signing-key.ts";

/** Nothing of ours calls out while it is tested, but to the stand-ins on this machine, and to no host at all. */
const OUTBOUND = {
  type: "ESModule" as const,
  path: "outbound.js",
  contents: `export default { fetch(request) {
    const { hostname, origin } = new URL(request.url);
    if (["127.0.0.1", "localhost", "nowhere.invalid"].includes(hostname)) return fetch(request);
    throw new Error("Unexpected outbound call to " + origin);
  } };`,
};

/** Two projects: pure tests in Node, and everything that needs the real engine in workerd. */
export default defineConfig({
  test: {
    silent: "passed-only",
    // Here and not in the project that needs it, whose plugin would rewrite all of wrangler to import it: 15 s.
    globalSetup: ["test/support/stand-ins.ts"],
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.worker.test.ts", "test/browser/**"],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            main: "./workers/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              cf: false,
              bindings: {
                ENVIRONMENT: "local",
                JWT_SECRET: "for-the-tests-alone-0123456789abcdef",
                ENCRYPTION_KEY: randomBytes(32).toString("base64"),
                MYID_SIGNING_KEY: newSigningKey(),
                TOKEN_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
                ...DEVELOPMENT_VARIABLES,
                ONEC_ALLOWED_HOSTS: "127.0.0.1,localhost,nowhere.invalid",
                TEST_MIGRATIONS: await readD1Migrations("./migrations"),
              },
              outboundService: "outbound",
              workers: [{ name: "outbound", modules: [OUTBOUND] }],
            },
          })),
        ],
        test: {
          name: "workers",
          include: ["test/**/*.worker.test.ts"],
          setupFiles: ["test/support/migrate.ts"],
        },
      },
    ],
  },
});
