"""The file of a backup: private, whole or refused, and understood by whoever is not older than it."""

import zipfile
from pathlib import Path

import msgspec
import pytest

from server.backups import archive
from server.backups.archive import DATABASE, KEY, MANIFEST, Manifest, Part
from server.backups.refused import Refused
from server.version import VERSION

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An archive."""
    return make(tmp_path)


def make(folder: Path, version: str = VERSION) -> Path:
    (folder / "a").write_bytes(CONTENT)
    (folder / "b").write_text("a secret")
    told = Manifest(version, "sqlite", {"chat": ["0001_first"]}, "2026-01-01T00:00:00+00:00", {})
    archive.write(folder / "made.zip", folder / "draft", told, {DATABASE: folder / "a", KEY: folder / "b"})
    return folder / "made.zip"


def unpacked(file: Path, into: Path) -> dict[str, bytes]:
    into.mkdir()
    archive.unpack(file, archive.manifest(file), into)
    return {part.name: part.read_bytes() for part in into.iterdir()}


def test_what_was_put_in_comes_out(file: Path, tmp_path: Path) -> None:
    assert unpacked(file, tmp_path / "out") == {DATABASE: CONTENT, KEY: b"a secret"}
    told = archive.manifest(file)
    assert (told.version, told.migrations) == (VERSION, {"chat": ["0001_first"]})
    assert told.parts[DATABASE].bytes == len(CONTENT)


def test_nobody_else_can_read_it_or_what_comes_out(file: Path, tmp_path: Path) -> None:
    unpacked(file, tmp_path / "out")
    for each in (file, *(tmp_path / "out").iterdir()):
        assert each.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "draft").exists()


def test_whatever_byte_is_damaged_nothing_wrong_comes_out(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    refused = 0
    for n, at in enumerate(range(0, len(whole), 7)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert unpacked(file, tmp_path / f"out{n}") == {DATABASE: CONTENT, KEY: b"a secret"}
        except Refused:
            refused += 1
    assert refused > len(whole) / 7 / 2


@pytest.mark.parametrize("left", [0, 10, 200, -1])
def test_one_that_was_cut_off_is_refused(file: Path, tmp_path: Path, left: int) -> None:
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(Refused, match="damaged"):
        archive.manifest(file)


def test_a_part_that_is_not_what_the_manifest_tells_is_refused(file: Path, tmp_path: Path) -> None:
    told = archive.manifest(file)
    other = msgspec.structs.replace(told, parts=told.parts | {DATABASE: Part(len(CONTENT), "0" * 64)})
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(MANIFEST, msgspec.json.encode(other))
        made.writestr(DATABASE, CONTENT)
    with pytest.raises(Refused, match="damaged"):
        unpacked(file, tmp_path / "out")


def test_one_of_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"made by Blue Phone 99\.10\.0"):
        archive.manifest(make(tmp_path, "99.10.0"))


def test_one_of_an_older_version_is_read_though_it_knows_less(tmp_path: Path) -> None:
    assert archive.manifest(make(tmp_path, "0.0.9")).version == "0.0.9"


def test_where_there_is_no_file_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no file"):
        archive.manifest(tmp_path / "nowhere.zip")
