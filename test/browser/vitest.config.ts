import { defineConfig } from "vitest/config";

/** The pages in a real browser, on the service as `npm start` serves it. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["test/browser/setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    silent: "passed-only",
  },
});
