"""What Vite built. A file is read when it changed, so that a new build needs no restart."""

import functools
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class NotBuiltError(Exception):
    """A built file is missing: somebody has to run `make build`."""


def read(name: str) -> str:
    """The text of a file below server/built/."""
    file = Path(settings.BUILT_DIR) / name
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError:
        raise NotBuiltError(name) from None


@functools.lru_cache(maxsize=8)
def _read(file: Path, changed: int) -> str:  # noqa: ARG001  part of the cache's key
    return file.read_text()


def not_built(request: HttpRequest) -> HttpResponse:
    """An honest page in place of what is missing."""
    return render(request, "pages/not_built.html", status=503)
