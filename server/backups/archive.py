"""The file of a backup: a zip with a manifest first, which tells what the rest is and how to know that it is whole."""

import errno
import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec
from msgspec import Struct

from server.backups.refused import Refused
from server.version import VERSION, numbers

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
KEY: Final = "secret-key"
_CHUNK: Final = 1 << 20
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    RuntimeError,  # also: not implemented, or encrypted
)
"""What Python's zipfile and our decoder may say of bytes that are not as they were."""


class Part(Struct, frozen=True):
    """One file of the archive, as it was put in."""

    bytes: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What an archive is. `migrations`: those applied, by app. `made_at`: ISO 8601, UTC. Newer versions may add to it."""

    version: str
    database: str
    migrations: dict[str, list[str]]
    made_at: str
    parts: dict[str, Part]


def write(target: Path, draft: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Make the archive as `draft`, in the folder of `target` or below, and give it its name when it is on the disk.

    `manifest.parts` is filled in here. Only its owner can read it.
    """
    whole = msgspec.structs.replace(manifest, parts={name: _look_at(file) for name, file in parts.items()})
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(whole), indent=1))
            for name, file in parts.items():
                archive.write(file, name)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, target)
    settle(target.parent)


def manifest(file: Path) -> Manifest:
    """What the archive says of itself. Refused when it is none, or one of a newer version."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        found = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
        newer = numbers(found.version) > numbers(VERSION)
    if newer:
        raise Refused(
            f"{file} was made by Blue Phone {found.version}, and this is {VERSION}. Restore it with {found.version} or a newer one."
        )
    return found


def unpack(file: Path, told: Manifest, folder: Path) -> None:
    """Put all parts into the folder, for its owner alone. Refused when one is not what it was when it was put in."""
    with _reading(file), zipfile.ZipFile(file) as archive:
        for name in (DATABASE, KEY):
            if name in told.parts:
                _unpack(archive, name, told.parts[name], folder / name)


def settle(folder: Path) -> None:
    """A new name in a folder outlives a power cut only once the folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unpack(archive: zipfile.ZipFile, name: str, told: Part, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as packed, os.fdopen(descriptor, "wb") as out:
        found = _copy(packed, out)
        out.flush()
        os.fsync(out.fileno())
    if found != told:
        raise zipfile.BadZipFile(f"{name} is not what the manifest tells")


def _look_at(file: Path) -> Part:
    with file.open("rb") as stream:
        return _copy(stream, None)


def _copy(stream: IO[bytes], out: IO[bytes] | None) -> Part:
    """Copy it, if there is somewhere to; what it is."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if out:
            out.write(chunk)
    return Part(size, digest.hexdigest())


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Whatever is wrong with the bytes is one thing to whoever restores."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    try:
        yield
    except OSError as error:
        # Where a damaged file points to no place in it, the system calls it an invalid argument.
        if error.errno != errno.EINVAL:
            raise Refused(f"{file}: {error.strerror}. Nothing was changed.") from None
        raise _damaged(file, error) from None
    except _DAMAGE as error:
        raise _damaged(file, error) from None


def _damaged(file: Path, error: Exception) -> Refused:
    return Refused(
        f"{file} is damaged, or no backup of Blue Phone's ({error}). "
        "Copy it anew from where it was kept, or take another one. Nothing was changed."
    )
