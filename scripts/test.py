"""`make test` and `make check`: every check and every test, group by group, then what came of them.

The first broken group ends the run: what follows would only repeat it. The last line tells the tests that passed and
failed, of Vitest and pytest together; a broken check counts as one failure.
"""

import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = ROOT / ".venv/bin"
NODE = ROOT / "node_modules/.bin"
PYTHON = sys.executable

TOO_LONG_S = 30 * 60
"""A command that takes longer hangs, and is ended."""


@dataclass(frozen=True)
class Group:
    """Commands that stand or fall together."""

    name: str
    commands: list[list[str]]
    counts: bool = False
    """Whether the commands end by telling how many tests passed."""


@dataclass
class Tally:
    """How many tests passed, failed and were skipped so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)

    def count(self, output: str) -> None:
        """Add what a test runner says at its end: pytest's last line, or Vitest's `Tests` line."""
        plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
        closing = re.findall(r"^=+ (.*\d+ (?:passed|failed|error|skipped).*) =+$|^ *Tests +(.*)$", plain, re.MULTILINE)
        if not closing:
            self.failed += 1
            return
        said = "".join(closing[-1])
        self.passed += _number(said, "passed")
        self.failed += _number(said, "failed") + _number(said, "error")
        self.skipped += _number(said, "skipped")


def _number(said: str, word: str) -> int:
    found = re.search(rf"(\d+) {word}", said)
    return int(found[1]) if found else 0


CHECKS = [
    Group(
        "python's format and style",
        [[f"{BIN}/ruff", "format", "--check", "--quiet"], [f"{BIN}/ruff", "check", "--quiet"]],
    ),
    Group("who imports whom", [[f"{BIN}/lint-imports", "--no-logo"]]),
    Group("python's types", [[f"{BIN}/mypy"]]),
    Group("typescript's format and style", [[f"{NODE}/biome", "check", "--error-on-warnings"]]),
    Group("typescript's types", [[f"{NODE}/tsc"]]),
    Group("nothing unused", [[f"{NODE}/knip", "--treat-config-hints-as-errors"]]),
    Group("sizes of the pages", [["npm", "run", "--silent", "build"], [f"{NODE}/size-limit"]]),
]
TESTS = [
    Group("typescript's tests", [[f"{NODE}/vitest", "run"]], counts=True),
    Group("python's tests and the browser's, on SQLite", [[PYTHON, "-m", "pytest"]], counts=True),
    Group(
        "log, desk, sockets and the story, on PostgreSQL and Redis",
        [[PYTHON, "-m", "tests.support.services", PYTHON, "-m", "pytest", "-m", "both"]],
        counts=True,
    ),
]


def run(group: Group, tally: Tally) -> bool:
    """Run one group, showing its words as they come; whether it held."""
    print(f"\n── {group.name} ".ljust(100, "─"), flush=True)
    began = time.monotonic()
    held = True
    for command in group.commands:
        code, output = _run(command)
        if group.counts:
            tally.count(output)
        if code:
            held = False
            tally.failed += 0 if group.counts and tally.failed else 1
            break
    tally.lines.append(f"{'held  ' if held else 'BROKEN'}  {time.monotonic() - began:5.0f} s  {group.name}")
    return held


def _run(command: list[str]) -> tuple[int, str]:
    heard: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        hanging = threading.Timer(TOO_LONG_S, process.kill)
        hanging.start()
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            heard.append(line)
        hanging.cancel()
        return process.wait(), "".join(heard)


def main() -> int:
    """Run the checks, and unless told `check`, the tests."""
    groups = CHECKS if sys.argv[1:] == ["check"] else CHECKS + TESTS
    tally = Tally()
    held = True
    for group in groups:
        held = run(group, tally)
        if not held:
            break
    print("\n" + "\n".join(tally.lines))
    for group in groups[len(tally.lines) :]:
        print(f"not run          {group.name}")
    if groups is not CHECKS:
        skipped = f", {tally.skipped} skipped" if tally.skipped else ""
        print(f"\n{tally.passed} passed, {tally.failed} failed{skipped}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
