"""`bluephone migrate`."""

from argparse import Namespace

from django.core.management import call_command


def run(_: Namespace) -> int:
    """Bring the database up to date."""
    call_command("migrate", interactive=False, verbosity=1)
    return 0
