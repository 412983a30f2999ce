"""Which field is at fault, where the decoder cannot say.

Asked only of frames that are refused anyway: Python's own reader is slow, but shows what msgspec takes, or balks at without
a place. All answer with a path like `told[0].name`, or None where not even that reader gets through.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

_NO_NUMBER: Final = object()
_LONGEST: Final = 64
"""Of a name that the peer made up."""


def half_character(raw: str | bytes) -> str | None:
    """Where half of a surrogate pair stands alone."""
    return _first(_read(raw), lambda v: isinstance(v, str) and any("\ud800" <= c <= "\udfff" for c in v))


def no_number(raw: str | bytes) -> str | None:
    """Where NaN or an infinity stands."""
    return _first(_read(raw, parse_constant=lambda _: _NO_NUMBER), lambda v: v is _NO_NUMBER)


def nul(value: object) -> str | None:
    """Where NUL stands in what has been read already."""
    return _first(value, lambda v: isinstance(v, str) and "\0" in v)


def doubled_key(raw: str | bytes) -> str | None:
    """The key that occurs twice in one object."""
    found: list[str] = []

    def look(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found.extend(_plain(key) for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return dict(pairs)

    _read(raw, object_pairs_hook=look)
    return found[0] if found else None


def _read(raw: str | bytes, **how: Any) -> object:
    try:
        return json.loads(raw, **how)
    except (ValueError, RecursionError):
        return None


def _first(value: object, wrong: Callable[[object], bool]) -> str | None:
    try:
        return next((path for path, part in _parts(value, "") if wrong(part)), None) or None
    except RecursionError:
        return None


def _parts(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Every key and value, with its path. A key stands where its object does."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield path, key
            yield from _parts(inner, f"{path}.{_plain(key)}" if path else _plain(key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _parts(inner, f"{path}[{n}]")


def _plain(key: str) -> str:
    """A name that can be sent back."""
    return key[:_LONGEST].encode(errors="replace").decode()
