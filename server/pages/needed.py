"""The built pages that a whole installation has. Knows nothing of Django: the wheel is made without it."""

from pathlib import Path
from typing import Final

NEEDED: Final = ("bluephone.js", "panel/index.html", "console/index.html", "insider/index.html")


def missing(built: Path) -> list[str]:
    """Those that are not below `built`."""
    return [name for name in NEEDED if not (built / name).is_file()]
