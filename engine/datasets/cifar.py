"""What CIFAR-10 and CIFAR-100 share: pickled batches, in a folder or an archive."""

from __future__ import annotations

import io
import pickle
import tarfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from engine.config import image_data_format
from engine.datasets.arrays import unpickled
from engine.datasets.files import damaged, home, local_file

_MOST_BYTES = 1 << 29


def read_batches(
    folder: str, archive: str, origin: str, sha256: str, names: list[str], labels: str
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return images and labels of each batch.

    Args:
        folder: Name of the folder that holds the batches.
        archive: Name of the archive that holds the folder, used where there is no folder.
        origin, sha256: Where the archive is fetched from, and its checksum.
        names: Names of the batches.
        labels: Key of the labels.
    """
    for place in (home() / f"{folder}-target" / folder, home() / folder):
        if all((place / name).is_file() for name in names):
            return [_batch(place / name, (place / name).read_bytes(), labels) for name in names]
    path = local_file(archive, origin, sha256)
    members = _members(path, [f"{folder}/{name}" for name in names])
    return [_batch(path, content, labels) for content in members]


def _members(path: Path, names: list[str]) -> list[bytes]:
    """Contents of an archive's members; nothing is unpacked to the disk."""
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name in names and member.isfile() and member.size <= _MOST_BYTES:
                    file = archive.extractfile(member)
                    assert file is not None
                    found[member.name] = file.read()
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise damaged(path, error) from None
    missing = [name for name in names if name not in found]
    if missing:
        raise damaged(path, f"it holds no {missing[0]}")
    return [found[name] for name in names]


def _batch(path: Path, content: bytes, labels: str) -> tuple[np.ndarray, np.ndarray]:
    try:
        batch = unpickled(io.BytesIO(content), encoding="bytes")
        images = np.asarray(batch[b"data"], np.uint8).reshape(-1, 3, 32, 32)
        classes = np.asarray(batch[labels.encode()]).reshape(len(images), 1)
        if classes.dtype.kind not in "iu":
            raise ValueError("its labels are no whole numbers")
    except (pickle.UnpicklingError, KeyError, TypeError, ValueError) as error:
        raise damaged(path, error) from None
    return images, classes


def joined(batches: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the images, channels last, and labels of several batches."""
    images: Any = np.concatenate([images for images, _ in batches])
    if image_data_format() == "channels_last":
        images = images.transpose(0, 2, 3, 1)
    return images, np.concatenate([labels for _, labels in batches])
