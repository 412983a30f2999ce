"""The wheel's contents stand in pyproject.toml. Here stands what must be there before: the built pages.

Each build has a folder of its own: setuptools would keep a former build's files in `build/` and pack them too.
"""

import sys
import tempfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from server.pages.needed import missing  # noqa: E402  found only once the path is set


def refuse_without_pages() -> None:
    """A package without pages would install well and then show nothing."""
    if lacking := missing(HERE / "server/built"):
        sys.exit(f"\nThe pages are not built: server/built/ lacks {', '.join(lacking)}. Run `make build` first.\n")


class BuildWithPages(build_py):
    """Copies modules and pages."""

    def run(self) -> None:
        """Refuse, or copy."""
        if not self.editable_mode:
            refuse_without_pages()
        super().run()


class SourcesWithPages(sdist):
    """Packs sources and pages, so that Node is needed nowhere else."""

    def run(self) -> None:
        """Refuse, or pack."""
        refuse_without_pages()
        super().run()


with tempfile.TemporaryDirectory() as folder:
    setup(
        cmdclass={"build_py": BuildWithPages, "sdist": SourcesWithPages},
        options={"build": {"build_base": folder}, "egg_info": {"egg_base": folder}},
    )
