"""The tables are what the models say, and each step there is one beside which the version before still runs."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations import (
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveField,
    RenameField,
    RunPython,
    RunSQL,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from tests.unit.server.db.beside import breaks


def test_no_model_has_changed_without_a_migration(db: None) -> None:
    """`--check` ends the command when there would be something to make."""
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    except SystemExit:
        pytest.fail("A model has no migration: run python -m django makemigrations.")


def test_what_was_never_released_begins_with_one_migration(root: Path) -> None:
    for folder in (root / "server").glob("*/migrations"):
        assert [file.name for file in folder.glob("0*.py")] == ["0001_first.py"], folder


def test_every_migration_runs_beside_the_version_before() -> None:
    """After an app's first. While a deploy lasts, processes of both versions write to the same tables."""
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if (migration.__module__ or "").startswith("server.") and not name.startswith("0001_"):
            found = breaks(migration, loader.project_state((app, name), at_end=False))
            assert not found, f"{app}.{name}: {found}"


FIELD = models.CharField(max_length=10)


@pytest.mark.parametrize(
    "operation",
    [
        RemoveField("site", "name"),
        RenameField("site", "name", "title"),
        AddField("site", "colour", FIELD),
        AddField("site", "colour", models.CharField(max_length=10, default="blue")),
        AlterField("site", "greeting", FIELD),
        AlterField("site", "name", models.IntegerField()),
        AlterField("site", "name", models.CharField(max_length=5)),
        RunSQL("ALTER TABLE sites_site DROP COLUMN name"),
        RunPython(RunPython.noop),
    ],
    ids=str,
)
def test_what_the_version_before_would_stumble_over_is_refused(operation: Operation) -> None:
    assert breaks(migration(operation), before())


@pytest.mark.parametrize(
    "operation",
    [
        CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]),
        AddField("site", "colour", models.CharField(max_length=10, null=True)),
        AddField("site", "colour", models.CharField(max_length=10, db_default="blue")),
        AddField("site", "teams", models.ManyToManyField("sites.Site")),
        AlterField("site", "name", models.CharField(max_length=20)),
        AlterField("site", "name", models.CharField(max_length=10, null=True)),
        AddIndex("site", models.Index(fields=["name"], name="by_name")),
    ],
    ids=str,
)
def test_what_it_never_notices_is_allowed(operation: Operation) -> None:
    assert not breaks(migration(operation), before())


def test_whoever_knows_better_says_why() -> None:
    told = migration(RemoveField("site", "name"))
    told.beside_the_old = "Nothing has read or written it since 0.3."  # type: ignore[attr-defined]
    assert not breaks(told, before())
    told.beside_the_old = ""  # type: ignore[attr-defined]
    assert breaks(told, before())


def migration(operation: Operation) -> Migration:
    made = Migration("0002_next", "sites")
    made.operations = [operation]  # type: ignore[misc]
    return made


def before() -> ProjectState:
    """A site with a name, and perhaps a greeting."""
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [("id", models.BigAutoField(primary_key=True)), ("name", FIELD)]
    greeting = models.CharField(max_length=10, null=True)
    state.add_model(ModelState("sites", "Site", [*fields, ("greeting", greeting)]))
    return state
