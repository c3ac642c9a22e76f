"""The files inside an archive or an unzipped one, read with limits and never unpacked."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from engine.saving.common.errors import LoadError

_MOST_MEMBERS = 10_000
#: A member larger than this may be at most so many times its packed size.
_UNCHECKED = 1 << 20
_MOST_PACKED = 200
#: The others unpack without bounds before their size can be looked at.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class Members(Protocol):
    """Named files of one archive."""

    def names(self) -> list[str]: ...

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of a member.

        Raises:
            LoadError: when it is missing, there twice, or larger than ``limit`` bytes.
        """
        ...


@contextmanager
def open_members(path: Path) -> Iterator[Members]:
    """Open an archive or a folder with the same content.

    Raises:
        LoadError: for what is no zip file, or one with dangerous names in it.
    """
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield _Zip(archive)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise LoadError(f"{path} is no .keras archive, or it is damaged: {error}") from None


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        inside = (p for p in self._path.rglob("*") if p.is_file() and not p.is_symlink())
        return [p.relative_to(self._path).as_posix() for p in inside]

    def read(self, name: str, limit: int) -> bytes:
        path = self._path / name
        if name not in self.names():
            raise LoadError(f"The folder {self._path} holds no '{name}'.")
        if path.stat().st_size > limit:
            raise LoadError(f"'{name}' is {path.stat().st_size} bytes long; at most {limit} fit.")
        return path.read_bytes()


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        check_names(archive)
        #: People who zip an unpacked archive again often put a folder around it.
        tops = {info.filename.split("/")[0] for info in archive.infolist()}
        wrapped = len(tops) == 1 and "config.json" not in tops
        self._top = f"{tops.pop()}/" if wrapped else ""

    def names(self) -> list[str]:
        return [n.removeprefix(self._top) for n in self._archive.namelist() if n != self._top]

    def read(self, name: str, limit: int) -> bytes:
        return read_bounded(self._archive, self._top + name, limit)


def read_bounded(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return the bytes of an archive's member.

    Raises:
        LoadError: when it is missing, there twice, packed in an unusual way, larger than
            ``limit`` bytes or than its packed size allows.
    """
    if archive.namelist().count(name) != 1:
        raise LoadError(f"The archive must hold exactly one '{name}'.")
    info = archive.getinfo(name)
    if info.compress_type not in _PACKINGS or info.flag_bits & _ENCRYPTED:
        raise LoadError(f"'{name}' is encrypted or packed in a way that is not read.")
    if info.file_size > limit:
        raise LoadError(f"'{name}' is {info.file_size} bytes long; at most {limit} are read.")
    packed = max(info.compress_size, 1)
    if info.file_size > _UNCHECKED and info.file_size > _MOST_PACKED * packed:
        raise LoadError(f"'{name}' would unpack to {info.file_size // packed} times its size.")
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise LoadError(f"'{name}' is longer than it says.")
    return data


def check_names(archive: zipfile.ZipFile) -> None:
    """Refuse an archive of too many members, or with names that lead out of it, and links.

    Raises:
        LoadError: naming the member.
    """
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise LoadError(f"The archive has {len(infos)} members; at most {_MOST_MEMBERS} fit.")
    for info in infos:
        _check_name(info)


def _check_name(info: zipfile.ZipInfo) -> None:
    name = getattr(info, "orig_filename", info.filename)  # before Python cuts it at a NUL
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\x00" in name:
        raise LoadError(f"The archive's member {name!r} leads out of the archive.")
    if "\\" in name:
        raise LoadError(f"The archive's member {name!r} has a backslash in its name.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise LoadError(f"The archive's member {name!r} is a link; links are not followed.")
