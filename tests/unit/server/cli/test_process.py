"""The command line as a process of its own: settings that stop it, and help that needs none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def bluephone(root: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    return subprocess.run(
        [sys.executable, "-m", "server", *words],
        cwd=root,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"), [("PUBLIC_URL", "nonsense"), ("DATABASE_URL", "mysql://a/b"), ("SECRET_KEY", "short")]
)
def test_a_bad_setting_is_named_without_a_traceback(root: Path, tmp_path: Path, name: str, value: str) -> None:
    done = bluephone(root, "doctor", BLUEPHONE_DATA=str(tmp_path), **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_help_needs_no_settings(root: Path) -> None:
    done = bluephone(root, "--help", PUBLIC_URL="nonsense")
    assert done.returncode == 0
    for command in ("serve", "demo", "migrate", "site", "agent", "owner", "doctor"):
        assert command in done.stdout


def test_a_first_minute_on_a_fresh_machine(root: Path, tmp_path: Path) -> None:
    data = {"BLUEPHONE_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    unready = bluephone(root, "site", "create", "Hill", **data)
    assert unready.returncode == 1
    assert "bluephone migrate" in unready.stderr
    assert bluephone(root, "migrate", **data).returncode == 0
    made = bluephone(root, "site", "create", "Hill", "--origin", "https://example.com", **data)
    assert made.returncode == 0, made.stderr
    assert "<script async src=" in made.stdout
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["bluephone.sqlite3", "secret-key"]
