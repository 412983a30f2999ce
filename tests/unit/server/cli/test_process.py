"""The command line as a process of its own: settings that stop it, and help that needs none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.ports import free_port


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
    made = bluephone(root, "site", "create", "Hill", "--origin", "https://example.com", **data)
    assert made.returncode == 0, made.stderr
    assert "<script async src=" in made.stdout
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["bluephone.sqlite3", "secret-key"]
    assert "Hill" in bluephone(root, "site", "list", **data).stdout


def test_where_a_stranger_looks_into_the_directory_nothing_can_be_read(root: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert bluephone(root, "migrate", BLUEPHONE_DATA=str(tmp_path), DATABASE_URL="").returncode == 0
    assert {file.name: file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {
        "bluephone.sqlite3": 0,
        "secret-key": 0,
    }


def test_words_that_are_no_text_are_refused(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server", "site", "create", b"Hill\xff"],
        cwd=root,
        env=os.environ | {"BLUEPHONE_DATA": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "UTF-8" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_says_where_it_is_reached_and_what_must_be_kept(root: Path, tmp_path: Path) -> None:
    port = str(free_port())
    kept = {name: value for name, value in os.environ.items() if name != "PUBLIC_URL"}
    serving = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--port", port],
        cwd=root,
        env=kept | {"BLUEPHONE_DATA": str(tmp_path), "DATABASE_URL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with serving:
        assert serving.stdout
        line = serving.stdout.readline()
        serving.kill()
    assert f"http://localhost:{port}" in line
    assert str(tmp_path) in line
