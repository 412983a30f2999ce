"""The tables are what the models say, by one first migration an app."""

from pathlib import Path

import pytest
from django.core.management import call_command


def test_no_model_has_changed_without_a_migration(db: None) -> None:
    """`--check` ends the command when there would be something to make."""
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    except SystemExit:
        pytest.fail("A model has no migration: run python -m django makemigrations.")


def test_what_was_never_released_begins_with_one_migration(root: Path) -> None:
    for folder in (root / "server").glob("*/migrations"):
        assert [file.name for file in folder.glob("0*.py")] == ["0001_first.py"], folder
