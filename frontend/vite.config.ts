import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The console: one page with its assets, served under /static/console/. Nothing inline, so the CSP can be strict. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/static/console/",
  oxc: { jsx: { importSource: "preact" } },
  build: {
    outDir: fileURLToPath(new URL("../server/built/console", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
