"""A pytest plug-in, loaded before the settings are read: the tests' own environment, whatever the shell's is.

`DATABASE_URL` and `REDIS_URL` are left alone: `tests.support.services` sets them for the second run.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
"""Where there is such a place: a commit of SQLite's waits for the disk, and tests have no use for that."""
DATA = Path(tempfile.mkdtemp(prefix="bluephone-tests-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))

for name in [n for n in os.environ if n.startswith("BLUEPHONE_") or n == "PUBLIC_URL"]:
    del os.environ[name]
os.environ["BLUEPHONE_DATA"] = str(DATA)
os.environ["SECRET_KEY"] = "a key for tests alone, never for a server that anybody uses"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA, ignore_errors=True)
