// JSON Schema → TypeScript: `make wire`. Prints what belongs in wire.ts.
import { readFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(
  readFileSync(new URL("../../../docs/protocol.schema.json", import.meta.url), "utf8"),
);
const names = Object.keys(schema.$defs);
const types = await compile(
  {
    $defs: schema.$defs,
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    required: names,
  },
  "Wire",
  {
    additionalProperties: false,
    bannerComment: "// Generated from server/wire by `make wire`. Do not edit.",
    ignoreMinAndMaxItems: true,
    format: false,
  },
);

const closing = Object.entries(schema["x-closing"])
  .map(([code, c]) => `  ${c.name}: { code: ${code}, reconnect: ${c.reconnect} },`)
  .join("\n");
process.stdout.write(`${types.replace(/export interface Wire \{[^}]*\}\n?/, "").trim()}

/** The version of the protocol that these types describe. */
export const VERSION = ${schema["x-version"]};

/** Why a socket closes; docs/protocol.md explains each. */
export const CLOSING = {
${closing}
} as const;
`);
