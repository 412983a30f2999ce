"""Which steps of a migration the version before could not live beside."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations import (
    AddField,
    AddIndex,
    AlterField,
    AlterModelManagers,
    AlterModelOptions,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ManyToManyField

_UNNOTICED = (AddIndex, AlterModelManagers, AlterModelOptions, CreateModel, RemoveConstraint, RemoveIndex)


def breaks(migration: Migration, before: ProjectState) -> list[str]:
    """What in it would break a process of the version before. `before`: the models that this process knows.

    Whoever knows better says why: `beside_the_old = "a sentence"` in the migration's class.
    """
    if getattr(migration, "beside_the_old", ""):
        return []
    state = before.clone()
    found: list[str] = []
    for operation in migration.operations:
        found += _breaks(operation, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)
    return found


def _breaks(operation: Operation, app: str, state: ProjectState) -> Iterator[str]:
    match operation:
        case SeparateDatabaseAndState():
            for one in operation.database_operations:
                yield from _breaks(one, app, state)
        case AddField():
            if not _may_be_left_out(operation.field):
                yield f"{operation.describe()}: the old version leaves it out. Give it null=True or a db_default."
        case AlterField():
            old = state.models[app, operation.model_name_lower].fields[operation.name]
            if not _takes_all_of(operation.field, old):
                yield f"{operation.describe()}: the old version may write what no longer fits. Add a new field instead."
        case _ if not isinstance(operation, _UNNOTICED):
            yield f"{operation.describe()}: the old version may still need it as it was. Let a release pass in between."


def _may_be_left_out(field: "Field[Any, Any]") -> bool:
    """Django's own `default` is unknown to the old version, and to the database."""
    return isinstance(field, ManyToManyField) or field.null or field.has_db_default()


def _takes_all_of(new: "Field[Any, Any]", old: "Field[Any, Any]") -> bool:
    """Whether whatever the old version writes still fits."""
    same = new.get_internal_type() == old.get_internal_type() and (new.unique <= old.unique)
    room = (new.max_length or 1 << 30) >= (old.max_length or 1 << 30)
    return same and room and (new.null or not old.null)
