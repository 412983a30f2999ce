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

from server.backups.refused import Refused
from server.cli import database, retrying
from server.cli.mistake import Mistake
from server.cli.parser import parser


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it did not work out; 2: it was asked for wrongly."""
    given = list(sys.argv[1:] if words is None else words)
    if any(not _is_text(word) for word in given):
        return _say("These words are not valid UTF-8.", 2)
    args = parser().parse_args(given)
    for name, value in getattr(args, "settings", lambda _: {})(args).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    try:
        django.setup()
        command = _command(args)
        if getattr(args, "database", False) and not database.is_ready():
            return _say("The database is not up to date. Run: bluephone migrate", 1)
        return retrying.run(command, args)
    except Mistake as mistake:
        return _say(str(mistake), 2)
    except Refused as refused:
        return _say(str(refused), 1)
    except ImproperlyConfigured as error:
        return _say(str(error), 2)
    except (OperationalError, ProgrammingError) as error:
        return _say(f"The database does not answer: {str(error).splitlines()[0]}. Run: bluephone doctor", 1)
    except DatabaseError as error:
        return _say(f"The database refused: {error}", 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever reads has read enough: `| head`. What is still in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _command(args: Namespace) -> Callable[[Namespace], int]:
    """The command's function. Its module touches models, so it is imported only now."""
    if hasattr(args, "run"):
        run: Callable[[Namespace], int] = args.run
        return run
    module, _, function = args.does.partition(":")
    found: Callable[[Namespace], int] = getattr(import_module(f"server.cli.{module}"), function)
    return found


def _is_text(word: str) -> bool:
    """Bytes that are no UTF-8 arrive as lone surrogates, which nothing here can store."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


def _say(text: str, status: int) -> int:
    print(f"bluephone: {text}", file=sys.stderr)
    return status
