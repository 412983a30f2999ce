"""The database, before a command needs it."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_ready() -> bool:
    """Whether all migrations are applied. On the embedded SQLite they are applied here: nobody else could be asked to."""
    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending and connection.vendor == "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
        pending = False
    connection.close()
    return not pending
