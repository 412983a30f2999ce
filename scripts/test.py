"""`make test` and `make check`: every check, then every test, in lanes side by side; then what came of them.

A broken group ends the run: what follows would only repeat it. The summary at the end names each test that failed
and why, in a line; the last line tells the tests that passed and failed, of Vitest and pytest together; a broken check
counts as one failure.
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

LANES = 2
"""As many as the smallest machine has cores that this must be quick on. A third made all of them slow."""
TOO_LONG_S = 30 * 60
"""A command that takes longer hangs, and is ended."""
LONGEST_LINE = 300
"""Of what the summary says of a test that failed, in characters."""


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
    broken: list[str] = field(default_factory=list)
    """What the runners say of each test that failed, in one line each."""

    def count(self, output: str) -> None:
        """Add what a test runner says at its end: pytest's last line, or Vitest's `Tests` line."""
        plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
        self.broken += re.findall(r"^ *((?:FAILED|ERROR|FAIL) .+)$", plain, re.MULTILINE)
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
AT_THE_DESK = [f"tests/browser/test_{name}.py" for name in ("desk", "desk_states", "insider", "waiting")]
TESTS = [
    Group(
        "log, desk, sockets and the story, on PostgreSQL and Redis",
        [[PYTHON, "-m", "tests.support.services", PYTHON, "-m", "pytest", "-m", "both and not long"]],
        counts=True,
    ),
    Group(
        "the server's tests, on SQLite",
        [[PYTHON, "-m", "pytest", "-m", "not long", "tests/unit/server"]],
        counts=True,
    ),
    Group(
        "the browser: at the desk, and in line", [[PYTHON, "-m", "pytest", "-m", "not long", *AT_THE_DESK]], counts=True
    ),
    Group(
        "the browser: all else",
        [[PYTHON, "-m", "pytest", "-m", "not long", "tests/browser", *(f"--ignore={path}" for path in AT_THE_DESK)]],
        counts=True,
    ),
    Group("the wire's tests", [[PYTHON, "-m", "pytest", "-m", "not long", "tests/protocol"]], counts=True),
    Group(
        "routing's tests, and the house's",
        [[PYTHON, "-m", "pytest", "-m", "not long", "--ignore=tests/unit/server", "tests/unit"]],
        counts=True,
    ),
    Group("typescript's tests", [[f"{NODE}/vitest", "run"]], counts=True),
]
"""The longest first, so that both lanes end at about the same time; the browser's in two, for that."""
_CLOCKED = [f"tests/faults/test_{name}.py" for name in ("house", "broken_servers", "floor", "insisting")]
_CROWDED = [
    f"tests/faults/test_{name}.py"
    for name in ("matrix_crowds", "matrix_processes", "matrix_hints", "hosts", "checker", "judge", "services")
]
BESIDE = [
    Group(
        "what breaks and comes back: services, floods",
        [
            [
                PYTHON,
                "-m",
                "pytest",
                "-m",
                "not long",
                "tests/faults",
                *(f"--ignore={p}" for p in (*_CLOCKED, *_CROWDED)),
            ]
        ],
        counts=True,
    ),
    Group(
        "what breaks and comes back: processes, crowds, hosts",
        [[PYTHON, "-m", "pytest", "-m", "not long", *_CROWDED]],
        counts=True,
    ),
    Group("what breaks and comes back: the desk", [[PYTHON, "-m", "pytest", "-m", "not long", *_CLOCKED]], counts=True),
]
"""They mostly wait, for what is down to come back, so all side by side; but nothing beside that needs a whole processor."""


class Run:
    """Groups in lanes side by side. A broken one lets the others that run come to their end, and no further one begin."""

    def __init__(self, groups: list[Group], lanes: int) -> None:
        self._waiting = list(groups)
        self._lanes = lanes
        self._one_at_a_time = threading.Lock()
        self.tally = Tally()
        self.held = True

    def through(self) -> bool:
        """Run them; whether all held."""
        lanes = [threading.Thread(target=self._lane) for _ in range(self._lanes)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        return self.held

    @property
    def not_run(self) -> list[Group]:
        """What a broken one kept from beginning."""
        return self._waiting

    def _lane(self) -> None:
        while True:
            with self._one_at_a_time:
                if not self.held or not self._waiting:
                    return
                group = self._waiting.pop(0)
                print(f"begun            {group.name}", flush=True)
            self._run(group)

    def _run(self, group: Group) -> None:
        began = time.monotonic()
        said: list[str] = []
        held = True
        for command in group.commands:
            code, output = _run(command)
            said.append(output)
            held = code == 0
            if not held:
                break
        with self._one_at_a_time:
            line = f"{'held  ' if held else 'BROKEN'}  {time.monotonic() - began:5.0f} s  {group.name}"
            print(f"\n── {group.name} ".ljust(100, "─") + "\n" + "".join(said) + line, flush=True)
            self._count(group, said[-1], held)
            self.tally.lines.append(line)

    def _count(self, group: Group, output: str, held: bool) -> None:
        failed = self.tally.failed
        if group.counts:
            self.tally.count(output)
        if not held:
            self.held = False
            self.tally.failed += self.tally.failed == failed


def _run(command: list[str]) -> tuple[int, str]:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        hanging = threading.Timer(TOO_LONG_S, process.kill)
        hanging.start()
        output, _ = process.communicate()
        hanging.cancel()
        return process.returncode, output


def main() -> int:
    """Run the checks, and unless told `check`, the tests."""
    checks_only = sys.argv[1:] == ["check"]
    checks = Run(CHECKS, LANES)
    tests = [] if checks_only else [Run(TESTS, LANES), Run(BESIDE, len(BESIDE))]
    held = all(run.through() for run in (checks, *tests))
    print("\n" + "\n".join(line for run in (checks, *tests) for line in run.tally.lines))
    for group in [g for run in (checks, *tests) for g in run.not_run]:
        print(f"not run          {group.name}")
    for line in [line for run in tests for line in run.tally.broken]:
        print(line[:LONGEST_LINE])
    if tests:
        skipped = sum(run.tally.skipped for run in tests)
        failed = sum(run.tally.failed for run in (checks, *tests))
        passed = sum(run.tally.passed for run in tests)
        print(f"\n{passed} passed, {failed} failed{f', {skipped} skipped' if skipped else ''}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
