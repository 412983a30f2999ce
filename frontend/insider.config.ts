import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The page behind an insider's link, served under /static/insider/. Nothing inline, so the CSP can be strict. */
export default defineConfig({
  root: fileURLToPath(new URL("./src/insider", import.meta.url)),
  base: "/static/insider/",
  publicDir: false,
  oxc: { jsx: { importSource: "preact" } },
  build: {
    outDir: fileURLToPath(new URL("../server/built/insider", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
