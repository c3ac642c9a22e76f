"""get_file: a file from the network, kept for the next time."""

from __future__ import annotations

import hashlib
import os
import posixpath
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.utils.archives import extract as extract_archive


def get_file(
    fname: Any = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: Any = "auto",
    cache_dir: Any = None,
    force_download: bool = False,
) -> str:
    """Return the path of a file, fetched first if it is not there yet.

    Args:
        fname: Name of the file in the cache; by default the last part of ``origin``.
        origin: Its address, which must begin with https.
        untar: Kept for scripts: unpack it as a tar archive.
        md5_hash: Kept for scripts: its MD5 checksum.
        file_hash: Its checksum; a file that has another one is fetched again.
        cache_subdir: Folder below the cache's.
        hash_algorithm: "sha256", "md5", or "auto" to tell by the checksum's length.
        extract: Unpack it, a tar or zip archive; the path of the folder is returned.
        archive_format: "auto", "tar", "zip", a list of these, or None for no archive.
        cache_dir: The cache; by default ``KERAS_HOME`` or ``~/.keras``.
        force_download: Fetch it even if it is there.

    Raises:
        ValueError: for an address without https, a path as name, another checksum, or an
            archive that is damaged or reaches out of its folder.
        FileNotFoundError: when it is not there and cannot be fetched; says what to do.
    """
    if origin is None:
        raise ValueError("get_file: 'origin' is missing: the address of the file.")
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    folder = _cache(cache_dir) / cache_subdir
    folder.mkdir(parents=True, exist_ok=True)
    path, unpacked = _places(fname, origin, folder, extract or untar)
    if force_download or not path.exists() or not _valid(path, file_hash, hash_algorithm):
        from engine.datasets.download import download  # loads the network's modules

        download(origin, path)
        if not _valid(path, file_hash, hash_algorithm):
            path.unlink()
            raise ValueError(
                f"get_file: what {origin} gave does not have the checksum {file_hash}: it is "
                "damaged or was exchanged, and is not kept. Try again later."
            )
    if not (extract or untar):
        return str(path)
    kinds = _kinds("tar" if untar else archive_format)
    if kinds and not extract_archive(path, unpacked, kinds):
        raise ValueError(f"get_file: {path} is no {' or '.join(kinds)} archive to unpack.")
    return str(unpacked)


def _cache(cache_dir: Any) -> Path:
    """The folder of the cache, or one for the time being where it cannot be written to."""
    from engine.datasets.files import home

    base = Path(cache_dir).expanduser() if cache_dir is not None else home().parent
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / ".keras"
    return base if os.access(base, os.W_OK) else Path(tempfile.gettempdir()) / ".keras"


def _places(fname: Any, origin: str, folder: Path, unpacks: bool) -> tuple[Path, Path]:
    """Where the file is kept and where it is unpacked, by Keras's rules."""
    name = os.fspath(fname) if fname else ""
    if name and (os.sep in name or "/" in name or name in (".", "..")):
        raise ValueError(
            f"get_file: 'fname' is a name without folders, got {name!r}. Choose the folder with "
            "'cache_dir' and 'cache_subdir'."
        )
    given, name = bool(name), name or posixpath.basename(urlsplit(origin).path)
    if not name or name in (".", ".."):
        raise ValueError(f"get_file: {origin!r} ends with no file name; give 'fname'.")
    if not unpacks:
        return folder / name, folder / name
    if given and "." in name:
        return folder / name, folder / f"{name[: name.find('.')]}_extracted"
    return folder / f"{name}_archive", folder / name


def _valid(path: Path, wanted: str | None, algorithm: str) -> bool:
    return wanted is None or file_hash(path, _algorithm(algorithm, wanted)) == wanted.lower()


def _algorithm(name: str, checksum: str) -> str:
    if name == "auto":
        return "sha256" if len(checksum) == 64 else "md5"
    if name not in ("sha256", "md5"):
        raise ValueError(f"hash_algorithm must be 'auto', 'sha256' or 'md5', got {name!r}.")
    return name


def file_hash(path: Any, algorithm: str = "sha256") -> str:
    """Return a file's checksum in hexadecimal digits."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with Path(path).open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _kinds(archive_format: Any) -> tuple[str, ...]:
    if archive_format is None:
        return ()
    kinds = ("tar", "zip") if archive_format == "auto" else archive_format
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in kinds:
        if kind not in ("tar", "zip"):
            raise ValueError(f"archive_format must be 'auto', 'tar' or 'zip', got {kind!r}.")
    return kinds
