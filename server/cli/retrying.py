"""A command meets SQLite's one writer from another process, so what was locked is tried again."""

import time
from argparse import Namespace
from collections.abc import Callable
from typing import Final

from django.db import OperationalError

TRIES: Final = 3
PAUSE_S: Final = 0.5


def run(command: Callable[[Namespace], int], args: Namespace) -> int:
    """The command's outcome. Commands write in one transaction, so a locked one has done nothing yet."""
    for _ in range(TRIES - 1):
        try:
            return command(args)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(PAUSE_S)
    return command(args)
