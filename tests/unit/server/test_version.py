"""One version, told in two places."""

import tomllib
from pathlib import Path

import pytest

from server.version import VERSION, numbers


def test_the_server_and_the_package_are_of_one_version(root: Path) -> None:
    assert tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.12")
    with pytest.raises(ValueError, match="invalid literal"):
        numbers("next")
