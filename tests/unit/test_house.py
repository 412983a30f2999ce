"""The house's own rules, where no linter knows them."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST = 250
MEDIAN = 100
REASON = re.compile(r"\blong\b", re.IGNORECASE)
"""The word by which a module over the budget says at its head that it is, and why."""

OF_A_PERSON_AND_THEIR_MACHINE = re.compile(r"(?<![\w./~-])/(?:work|home|Users)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def tracked(root: Path) -> Iterator[Path]:
    """Every file that belongs to the project, kept or about to be."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout
    yield from (root / name for name in names.split("\0") if name and (root / name).is_file())


def modules(root: Path) -> list[Path]:
    """What people wrote to be run: no tests, nothing generated."""
    generated = {root / "widget/src/wire/wire.ts"}
    folders = ("server", "routing", "widget", "frontend", "scripts")
    return [
        path
        for path in tracked(root)
        if path.suffix in {".py", ".ts", ".tsx"}
        and path.relative_to(root).parts[0] in folders
        and "migrations" not in path.parts
        and path not in generated
    ]


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def imported(path: Path) -> set[str]:
    """The packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
    return found


def test_a_module_is_short_or_says_why_not(root: Path) -> None:
    for path in modules(root):
        if length(path) > LONGEST:
            head = "\n".join(path.read_text().splitlines()[:15])
            assert REASON.search(head), f"{path.relative_to(root)} has {length(path)} lines, and no reason at its head"


def test_modules_are_short_on_the_whole(root: Path) -> None:
    lengths = [length(path) for path in modules(root) if path.name != "__init__.py"]
    assert statistics.median(lengths) < MEDIAN


@pytest.mark.parametrize(("package", "others"), [("server/wire", {"msgspec", "server.wire"}), ("routing", {"routing"})])
def test_the_pure_parts_import_nothing_but_the_standard_library(root: Path, package: str, others: set[str]) -> None:
    for path in (root / package).rglob("*.py"):
        foreign = {
            name
            for name in imported(path)
            if name.split(".")[0] not in sys.stdlib_module_names
            and not any(name == other or name.startswith(f"{other}.") for other in others)
        }
        assert not foreign, f"{path.relative_to(root)} imports {foreign}"


def test_nothing_in_the_server_is_called_routing(root: Path) -> None:
    named = [path for path in modules(root) if path.is_relative_to(root / "server") and path.stem.startswith("routing")]
    assert not named


def test_no_file_speaks_of_somebodys_machine_or_is_unfinished(root: Path) -> None:
    """The project stands alone, and what is in it is done."""
    for path in tracked(root):
        if path.suffix in {".png", ".ico", ".woff2", ".zip"} or path == Path(__file__):
            continue
        text = path.read_text(errors="replace")
        for pattern in (OF_A_PERSON_AND_THEIR_MACHINE, UNFINISHED):
            found = pattern.search(text)
            assert not found, f"{path.relative_to(root)}: {found[0]}" if found else ""
