"""What Vite built, read once: a page and the parts it names are of one build, and a new build waits for a restart."""

import functools
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class NotBuiltError(Exception):
    """A built file is missing: somebody has to run `make build`."""


def read(name: str) -> str:
    """The text of a file below server/built/."""
    try:
        return _read(Path(settings.BUILT_DIR) / name)
    except OSError:
        raise NotBuiltError(name) from None


@functools.lru_cache(maxsize=8)
def _read(file: Path) -> str:
    return file.read_text()


def not_built(request: HttpRequest) -> HttpResponse:
    """An honest page in place of what is missing."""
    return render(request, "pages/not_built.html", status=503)
