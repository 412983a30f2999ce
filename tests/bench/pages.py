"""pages: what a page weighs, in bytes after `gzip -9`, as it is built."""

import gzip
import re
from pathlib import Path

from tests.bench.figures import Figure, tell

BUILT = Path(__file__).parents[2] / "server" / "built"


def measure() -> None:
    """Print the group's lines."""
    tell(Figure("widget.loader_bytes", weight(BUILT / "bluephone.js"), "bytes"))
    tell(Figure("widget.panel_bytes", first_load(BUILT / "panel"), "bytes"))
    tell(Figure("console.bytes", first_load(BUILT / "console"), "bytes"))


def weight(file: Path) -> int:
    """One file's bytes on the wire."""
    return len(gzip.compress(file.read_bytes(), 9))


def first_load(folder: Path) -> int:
    """The page, and every script and style it names itself."""
    page = folder / "index.html"
    named = re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|css))"', page.read_text())
    return weight(page) + sum(weight(BUILT / name) for name in named)
