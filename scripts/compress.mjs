// Lays a gzipped twin beside every built file, which the server sends to those who accept it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

for (const page of ["panel", "console"]) {
  const folder = join("server/built", page, "assets");
  for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name)))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
}
