// Lays a gzipped twin beside every built file of a page, which the server sends to those who accept it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = join("server/built", process.argv[2] ?? "", "assets");
for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name)))
  writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
