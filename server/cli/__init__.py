"""The command line: `bluephone …`, also as `python -m server …`.

The words are parsed before Django is set up, so that `--help` needs no settings and `demo` may still
choose them.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, ProgrammingError

from server.cli import retrying
from server.cli.mistake import Mistake
from server.cli.parser import parser


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it did not work out; 2: it was asked for wrongly."""
    args = parser().parse_args(words)
    for name, value in getattr(args, "settings", lambda _: {})(args).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    try:
        django.setup()
        return retrying.run(_command(args), args)
    except Mistake as mistake:
        return _say(str(mistake), 2)
    except ImproperlyConfigured as error:
        return _say(str(error), 2)
    except (OperationalError, ProgrammingError) as error:
        text = str(error).splitlines()[0]
        if "no such table" in text or "does not exist" in text:
            return _say(f"The database is not set up ({text}). Run: bluephone migrate", 1)
        return _say(f"The database does not answer: {text}. Run: bluephone doctor", 1)
    except DatabaseError as error:
        return _say(f"The database refused: {error}", 1)
    except KeyboardInterrupt:
        return 130


def _command(args: Namespace) -> Callable[[Namespace], int]:
    """The command's function. Its module touches models, so it is imported only now."""
    if hasattr(args, "run"):
        run: Callable[[Namespace], int] = args.run
        return run
    module, _, function = args.does.partition(":")
    found: Callable[[Namespace], int] = getattr(import_module(f"server.cli.{module}"), function)
    return found


def _say(text: str, status: int) -> int:
    print(f"bluephone: {text}", file=sys.stderr)
    return status
