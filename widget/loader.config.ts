import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server looks for `"__SITES__"`; whatever quotes the minifier chose, the built loader has these. */
const sitesSlot: Plugin = {
  name: "sites-slot",
  enforce: "post",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const parts = chunk.code.split(/["'`]__SITES__["'`]/);
      if (parts.length !== 2) this.error(`the loader must have one "__SITES__", not ${parts.length - 1}`);
      chunk.code = parts.join('"__SITES__"');
    }
  },
};

/** The style's line breaks are for us: nobody's page pays for them. */
const oneLine: Plugin = {
  name: "one-line",
  enforce: "post",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "chunk") chunk.code = chunk.code.replaceAll("\n", "");
    }
  },
};

/** The loader: one classic script, served as /bluephone.js. */
export default defineConfig({
  root: at("."),
  publicDir: false,
  plugins: [sitesSlot, oneLine],
  build: {
    outDir: at("../server/built"),
    emptyOutDir: false,
    target: "es2022",
    reportCompressedSize: false,
    lib: {
      entry: at("src/loader/main.ts"),
      formats: ["iife"],
      name: "bluephone",
      fileName: () => "bluephone.js",
    },
  },
});
