"""The command line, run in this process: what it says, complains of and returns."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from server.cli import main
from server.sites import queries


@dataclass
class Said:
    """The outcome of one command."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], transactional_db: None) -> Run:
    """Run `bluephone …`."""

    queries.forget()

    def run(*words: str) -> Said:
        capsys.readouterr()
        try:
            status = main(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return run
