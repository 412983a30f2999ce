"""`make wire`: server/wire → docs/protocol.schema.json → widget/src/wire/wire.ts."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "docs/protocol.schema.json"
TYPES = ROOT / "widget/src/wire/wire.ts"


def schema() -> str:
    """The protocol as JSON Schema, from the structs as they are now."""
    return _output(sys.executable, "-m", "server.wire.schema")


def types() -> str:
    """The TypeScript types, from the schema that is on disk."""
    return _output("node", "widget/src/wire/generate.mjs")


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Write both files anew."""
    SCHEMA.write_text(schema())
    TYPES.write_text(types())
    print(f"{SCHEMA.relative_to(ROOT)} and {TYPES.relative_to(ROOT)} are written.")


if __name__ == "__main__":
    main()
