import { defineConfig } from "vitest/config";

// The pages' own tests, in a document without a browser. What needs a browser is under tests/browser.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    environment: "happy-dom",
    // Longer than any test waits for what comes in its own time.
    testTimeout: 30_000,
    include: ["tests/{unit,protocol}/**/*.test.{ts,tsx}"],
    unstubGlobals: true,
    restoreMocks: true,
  },
});
