"""What is in the database: which migrations, and whether anything that somebody would miss."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}


def tables() -> list[str]:
    """Ours, those that are there."""
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def is_empty() -> bool:
    """Whether there is nothing in it but what `bluephone migrate` makes."""
    with connection.cursor() as cursor:
        for table in set(tables()) - _MADE_BY_MIGRATING:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            if cursor.fetchone():
                return False
    return True


def applied() -> dict[str, list[str]]:
    """The migrations that its tables went through, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _of_this_version() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def unknown(migrations: dict[str, list[str]]) -> list[str]:
    """Those of them that this version has never heard of: a newer one made them."""
    ours = _of_this_version()
    return [f"{app}.{name}" for app, names in migrations.items() for name in names if (app, name) not in ours]


def is_behind(migrations: dict[str, list[str]]) -> bool:
    """Whether this version has some that are not among them."""
    return any(name not in migrations.get(app, []) for app, name in _of_this_version())
