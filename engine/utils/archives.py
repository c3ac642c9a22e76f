"""Unpacking archives from elsewhere: nothing is written outside of the folder, within bounds."""

from __future__ import annotations

import lzma
import shutil
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

#: At most so many bytes and files come out of one archive.
MOST_BYTES = 32 << 30
MOST_FILES = 5_000_000
#: More than this comes only out of an archive that is not many times smaller.
_SMALL = 1 << 30
_MOST_PACKED = 200
_DAMAGES = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,  # a password, a packing that is not known
)


def extract(path: Path, folder: Path, kinds: tuple[str, ...] = ("tar", "zip")) -> bool:
    """Unpack a tar or zip archive into a folder.

    Returns:
        Whether the file is an archive of one of the kinds.

    Raises:
        ValueError: for a member that would lie outside of the folder, links and devices, too
            many files or bytes, or a damaged archive. What was written is taken away again.
    """
    try:
        for kind, found, unpack in (
            ("tar", tarfile.is_tarfile, _tar),
            ("zip", zipfile.is_zipfile, _zip),
        ):
            if kind in kinds and found(path):
                folder.mkdir(parents=True, exist_ok=True)
                unpack(path, folder)
                return True
    except _DAMAGES as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ValueError(f"The archive {path} cannot be unpacked: {error}") from None
    except ValueError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return False


def _tar(path: Path, folder: Path) -> None:
    with tarfile.open(path) as archive:
        total = 0
        for number, member in enumerate(archive, 1):
            total += member.size
            _within(path, number, total)
            if not (member.isfile() or member.isdir()):
                raise ValueError(f"The archive {path} holds the link or device {member.name!r}.")
            _inside(path, folder, member.name)
            archive.extract(member, folder, filter="data")


def _zip(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _within(path, len(members), sum(m.file_size for m in members))
        left = _most_bytes(path)
        for member in members:
            target = _inside(path, folder, member.filename)
            if member.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("wb") as file:
                left = _copied(path, source, file, left)


def _copied(path: Path, source: Any, file: Any, left: int) -> int:
    """Copy one member; its stated size is not trusted."""
    while chunk := source.read(1 << 20):
        left -= len(chunk)
        if left < 0:
            raise ValueError(f"The archive {path} holds more than {_most_bytes(path)} bytes.")
        file.write(chunk)
    return left


def _within(path: Path, files: int, total: int) -> None:
    most = _most_bytes(path)
    if files > MOST_FILES or total > most:
        raise ValueError(f"The archive {path} holds more than {MOST_FILES} files or {most} bytes.")


def _most_bytes(path: Path) -> int:
    """How much may come out of an archive, by its size."""
    return min(MOST_BYTES, max(_SMALL, _MOST_PACKED * path.stat().st_size))


def _inside(path: Path, folder: Path, name: str) -> Path:
    """Where a member goes; it must lie in the folder."""
    target = (folder / name).resolve()
    if name.startswith(("/", "\\")) or not target.is_relative_to(folder.resolve()):
        raise ValueError(f"The archive {path} holds {name!r}, which lies outside of its folder.")
    return target
