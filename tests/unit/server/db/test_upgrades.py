"""Every released version's data is brought up to date by the code of now, and nothing in it is lost.

A failure here says that somebody who upgrades would lose data, or could not upgrade at all: most likely a migration was
changed after its release. Add a new one instead. `make release` keeps the data of a version that is about to be released.
"""

import json
import secrets
from pathlib import Path

import pytest

from server.version import VERSION
from tests.support.kept import counted, rows, words
from tests.support.server import Server
from tests.support.services import another_database

RELEASES = Path(__file__).parent / "releases"
LARGEST = 60_000


def released(kind: str) -> list[Path]:
    return sorted(RELEASES.glob(f"*-{kind}.zip"))


@pytest.mark.both
def test_every_released_version_can_be_brought_up_to_date(tmp_path: Path, vendor: str) -> None:
    for file in released(vendor):
        machine = Server(tmp_path / file.stem, services=another_database(f"released_{secrets.token_hex(6)}"))
        machine.data.mkdir()
        machine.run("restore", str(file))
        machine.run("migrate")
        told, kept = json.loads(file.with_suffix(".json").read_text()), rows(machine)
        found = counted(kept)
        assert {model: found.get(model, 0) for model in told["rows"]} == told["rows"], file.name
        assert sorted(words(kept)) == told["words"], file.name


def test_this_version_is_among_them_and_small() -> None:
    for kind in ("sqlite", "postgresql"):
        assert f"{VERSION}-{kind}.zip" in [file.name for file in released(kind)], "Run: make release"
        assert max(file.stat().st_size for file in released(kind)) < LARGEST
