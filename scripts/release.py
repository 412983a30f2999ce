"""`make release`: what this version keeps, kept for the versions to come, which must be able to bring it up to date."""

import asyncio
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from server.version import VERSION
from tests.support.kept import counted, rows, words
from tests.support.postgres import running_postgres
from tests.support.server import running_server
from tests.support.story import live_through

RELEASES = Path(__file__).parent.parent / "tests/unit/server/db/releases"


def main() -> None:
    """A backup of SQLite and one of PostgreSQL, each beside what is in it."""
    keep("sqlite", {})
    with running_postgres() as postgres:
        keep("postgresql", {"DATABASE_URL": postgres.create_database("released")})
    print(f"What {VERSION} keeps is in {RELEASES.name}/. Commit it with the release, and never change it after.")


def keep(kind: str, services: Mapping[str, str]) -> None:
    """Live through the story on one kind of database, and put it away."""
    file = RELEASES / f"{VERSION}-{kind}.zip"
    file.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as data:
        with running_server(Path(data), ("demo",), dict(services)) as server:
            asyncio.run(live_through(server))
            server.stop()
            server.run("backup", "--to", str(file))
            kept = rows(server)
        told = {"rows": counted(kept), "words": sorted(words(kept))}
        file.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
