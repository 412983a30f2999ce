"""`make test` tells truly what came of the tests."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts import test as make_test
from scripts.test import Group, Tally


@pytest.mark.parametrize(
    ("output", "counts"),
    [
        ("======= 12 passed in 3.45s =======\n", (12, 0, 0)),
        ("= 1 failed, 12 passed, 2 skipped, 1 deselected in 3.45s =\n", (12, 1, 2)),
        ("===== 12 passed, 3 errors in 3.45s =====\n", (12, 3, 0)),
        ("\x1b[32m====== \x1b[1m12 passed\x1b[0m in 3.45s ======\x1b[0m\n", (12, 0, 0)),
        (" Test Files  2 passed (2)\n      Tests  1 failed | 30 passed (31)\n", (30, 1, 0)),
        ("Traceback: it never came to its end\n", (0, 1, 0)),
    ],
)
def test_what_a_runner_says_at_its_end_is_counted(output: str, counts: tuple[int, int, int]) -> None:
    tally = Tally()
    tally.count(output)
    assert (tally.passed, tally.failed, tally.skipped) == counts


def command(words: str, code: int = 0) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit({code})"]


def play(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    checks: list[Group],
    tests: list[Group],
    lanes: int = 1,
    beside: Sequence[Group] = (),
) -> tuple[int, list[str]]:
    monkeypatch.setattr(make_test, "CHECKS", checks)
    monkeypatch.setattr(make_test, "TESTS", tests)
    monkeypatch.setattr(make_test, "BESIDE", list(beside))
    monkeypatch.setattr(make_test, "LANES", lanes)
    monkeypatch.setattr(sys, "argv", ["test"])
    code = make_test.main()
    return code, capfd.readouterr().out.splitlines()


def test_the_last_line_sums_up(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    checks = [Group("a check", [command("fine")])]
    tests = [
        Group("one", [command("== 2 passed in 1s ==")], True),
        Group("two", [command("== 3 passed in 1s ==")], True),
    ]
    code, lines = play(monkeypatch, capfd, checks, tests)
    assert code == 0
    assert lines[-1] == "5 passed, 0 failed"


def test_what_mostly_waits_runs_after_all_others_and_all_at_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def meets(mine: str, waited_for: str) -> list[str]:
        """Say that one is there, and wait until the other is."""
        look = f"while not os.path.exists({str(tmp_path / waited_for)!r}): time.sleep(0.01)"
        run = f"import os, time; assert os.path.exists({str(tmp_path / 'done')!r}); open({str(tmp_path / mine)!r}, 'w')"
        return [sys.executable, "-c", f"{run}\n{look}\nprint('== 1 passed in 1s ==')"]

    first = [
        sys.executable,
        "-c",
        f"import time; time.sleep(0.3); open({str(tmp_path / 'done')!r}, 'w'); print('== 2 passed in 1s ==')",
    ]
    others = [Group("one", [first], True), Group("two", [command("== 3 passed in 1s ==")], True)]
    beside = [Group("here", [meets("here", "there")], True), Group("there", [meets("there", "here")], True)]
    code, lines = play(monkeypatch, capfd, [], others, lanes=2, beside=beside)
    assert code == 0
    assert lines[-1] == "7 passed, 0 failed"


def test_the_first_broken_group_ends_it(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    checks = [Group("a check", [command("line 3: wrong", 1)])]
    tests = [Group("one", [command("== 2 passed in 1s ==")], True)]
    code, lines = play(monkeypatch, capfd, checks, tests)
    assert code == 1
    assert lines[-1] == "0 passed, 1 failed"
    assert any(line.startswith("not run") and line.endswith("one") for line in lines)


def test_the_summary_names_each_test_that_failed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    said = (
        "\x1b[31mFAILED\x1b[0m tests/test_a.py::test_b - assert 1 == 2" + "\n FAIL  a.test.ts > b\n== 1 failed in 1s =="
    )
    _, lines = play(monkeypatch, capfd, [], [Group("one", [command(said, 1)], True)])
    assert lines[-4:-2] == ["FAILED tests/test_a.py::test_b - assert 1 == 2", "FAIL  a.test.ts > b"]


def test_a_runner_that_dies_after_its_last_line_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, lines = play(monkeypatch, capfd, [], [Group("one", [command("== 2 passed in 1s ==", 3)], True)])
    assert code == 1
    assert lines[-1] == "2 passed, 1 failed"


def test_two_lanes_run_side_by_side_and_what_runs_comes_to_its_end(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each waits for the other, so that one after the other would never end."""
    meet = "import pathlib, sys, time\n(here, there) = map(pathlib.Path, sys.argv[1:3])\nhere.touch()\n"
    meet += "while not there.exists(): time.sleep(0.01)\n"
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    broken = [sys.executable, "-c", f"{meet}print('== 1 failed in 1s =='); sys.exit(1)", one, two]
    slower = [sys.executable, "-c", f"{meet}time.sleep(0.3); print('== 2 passed in 1s ==')", two, one]
    tests = [Group("one", [broken], True), Group("two", [slower], True), Group("three", [command("never")], True)]
    code, lines = play(monkeypatch, capfd, [], tests, lanes=2)
    assert code == 1
    assert lines[-1] == "2 passed, 1 failed"
    assert lines[-3] == "not run          three"
