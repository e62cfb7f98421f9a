import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Two projects: pure tests in Node, and everything that needs the real engine in workerd. */
export default defineConfig({
  test: {
    silent: "passed-only",
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
                TEST_MIGRATIONS: await readD1Migrations("./migrations"),
              },
              // Nothing of ours calls out while it is tested, unless a test says where to.
              outboundService: (request: { url: string }) => {
                throw new Error(`Unexpected outbound call to ${new URL(request.url).origin}`);
              },
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
