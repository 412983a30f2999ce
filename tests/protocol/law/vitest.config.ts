import { defineConfig } from "vitest/config";

// Run by tests/protocol/test_law.py, which records the histories first.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { environment: "node", include: ["tests/protocol/law/*.law.ts"] },
});
