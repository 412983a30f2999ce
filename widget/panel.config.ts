import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Vite wraps each `import()` in a helper that preloads its parts; ours has none, and the bytes are counted. */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => "export const __vitePreload = (load) => load()",
  },
};

/** The panel: one page with its script and style, served under /static/panel/. */
export default defineConfig({
  root: at("panel"),
  base: "/static/panel/",
  publicDir: false,
  plugins: [plainImports],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: at("../server/built/panel"),
    emptyOutDir: true,
    target: "es2022",
    // Colours stay oklch as in tokens.css: lightness kept for every hue is what makes their contrast hold.
    cssTarget: ["chrome111", "firefox113", "safari16.4"],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
