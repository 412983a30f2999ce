"""The wheel: packed from what is built here, it serves every page on a machine that has no Node and no checkout."""

import re
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.support.server import READY_WITHIN_S, Server, sign_in

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
SOURCES = ("LICENSE", "README.md", "pyproject.toml", "setup.py", "routing", "server")


def done(*words: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def sdist(root: Path, into: Path) -> "subprocess.CompletedProcess[str]":
    pack = f"from setuptools import build_meta; build_meta.build_sdist({str(into)!r})"
    return done(sys.executable, "-c", pack, cwd=root)


def wheel(of: Path, into: Path) -> "subprocess.CompletedProcess[str]":
    return done(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", into, of, cwd=into)


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a virtual environment in which the wheel is installed, and of this one only what it depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    packed = sdist(root, folder)
    assert packed.returncode == 0, packed.stderr
    (sources,) = folder.glob("*.tar.gz")
    built = wheel(sources, folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    venv = folder / "venv"
    assert done(sys.executable, "-m", "venv", "--without-pip", venv, cwd=folder).returncode == 0
    python = venv / "bin/python"
    laid = done(*PIP, "--python", python, "install", "--no-deps", "--no-index", found, cwd=folder)
    assert laid.returncode == 0, laid.stderr
    site = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin/bluephone"


def environment(bluephone: Path, data: Path) -> dict[str, str]:
    """A machine with nothing on it but that command."""
    path = str(bluephone.parent)
    assert shutil.which("node", path=path) is None
    return {"PATH": path, "BLUEPHONE_DATA": str(data), "PYTHONUNBUFFERED": "1"}


@contextmanager
def demo(bluephone: Path, folder: Path) -> Iterator[Server]:
    """`bluephone demo` from a folder that is no checkout."""
    server = Server(folder)
    words = [str(bluephone), "demo", "--port", str(server.port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            words, cwd=folder, env=environment(bluephone, folder / "data"), stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + READY_WITHIN_S
        while True:
            try:
                fetched(f"{server.shop}/health/ready")
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, server.log
                assert time.monotonic() < end, server.log
                time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait(10)


def fetched(url: str, cookie: str = "") -> str:
    """What stands there, or an error."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=10) as answer:
        said: bytes = answer.read()
        return said.decode()


def parts(page: str) -> list[str]:
    """The addresses of all that a page loads."""
    return re.findall(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="(/[^"]+|http://(?:localhost|127)[^"]+)"', page)


def test_it_serves_the_demo_with_every_part_of_every_page(installed: Path, tmp_path: Path) -> None:
    with demo(installed, tmp_path) as server:
        shop = fetched(server.shop)
        key = re.search(r'data-site="([^"]+)"', shop)
        assert key
        assert "not built" not in fetched(f"{server.shop}/bluephone.js")
        assert " bluephone agent link " in server.log
        session = f"sessionid={sign_in(server)}"
        pages = {
            "shop": (server.shop, ""),
            "panel": (f"{server.url}/talk/{key[1]}", ""),
            "console": (f"{server.url}/console/", session),
            "insider": (f"{server.url}/with", ""),
        }
        for name, (url, cookie) in pages.items():
            found = parts(fetched(url, cookie))
            assert found, name
            for part in found:
                assert fetched(urljoin(url, part)), (name, part)


def test_its_doctor_finds_the_pages_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [installed, "doctor"],
        cwd=tmp_path,
        env=environment(installed, tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    ).stdout
    found = re.search(r"^ok +pages: (.+)$", said, re.MULTILINE)
    assert found, said
    assert Path(found[1]).is_relative_to(installed.parents[1])


def test_nothing_is_packed_while_the_pages_are_not_built(root: Path, tmp_path: Path) -> None:
    bare, into = tmp_path / "bare", tmp_path / "into"
    into.mkdir()
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, bare / name, ignore=shutil.ignore_patterns("built", "__pycache__"))
        else:
            bare.mkdir(exist_ok=True)
            shutil.copy(root / name, bare)
    for refused in (sdist(bare, into), wheel(bare, into)):
        assert refused.returncode != 0
        assert "The pages are not built: server/built/ lacks bluephone.js" in refused.stdout + refused.stderr
        assert "make build" in refused.stdout + refused.stderr
    assert list(into.iterdir()) == []
