"""The command line: `bluephone …`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> int:
    """Run one command; the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

    execute_from_command_line(["bluephone", *sys.argv[1:]])
    return 0
