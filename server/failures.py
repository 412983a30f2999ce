"""A failure as a log may tell it: what kind, and where in the code. What people wrote is never part of it.

A database quotes the row that it refuses, and Python the value that does not fit. So the text of a failure is told only
where it speaks of machines (files, lines to services), and only its first line.
"""

import traceback
from collections.abc import Iterator
from types import TracebackType

from django.db import InterfaceError, OperationalError
from redis import RedisError

Caught = tuple[type[BaseException], BaseException, TracebackType | None]
_OF_MACHINES = (OSError, OperationalError, InterfaceError, RedisError, AttributeError, NameError, ImportError)


def told(error: BaseException) -> str:
    """One line: its kind, and its text if that quotes nobody."""
    kind = type(error).__name__
    text = str(error).partition("\n")[0].strip() if isinstance(error, _OF_MACHINES) else ""
    return f"{kind}: {text}" if text else kind


def trace(error: BaseException) -> str:
    """Where it happened, and what led to it; the first cause first, as Python writes it."""
    parts = []
    for each in reversed(list(_chain(error))):
        frames = "".join(traceback.format_list(traceback.extract_tb(each.__traceback__)))
        parts.append(f"Traceback (most recent call last):\n{frames}{told(each)}")
    return "\n\nAnd then:\n\n".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
