"""Reading and writing HDF5 with the cautions that files from strangers need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.saving.common.errors import LoadError
from engine.saving.hdf5.checks import attribute, check_storage, child, count_file
from engine.saving.hdf5.library import h5py

#: An HDF5 object header holds 64 KiB; Keras cuts longer lists of names into pieces.
_HEADER_LIMIT = 64512


def write_names(group: h5py.Group, key: str, names: Sequence[str]) -> None:
    """Store a list of names as an attribute, in pieces when it is too long for one."""
    data = np.array([n.encode() for n in names], dtype="S") if names else np.array([], dtype="S1")
    if any(len(n.encode()) > _HEADER_LIMIT for n in names):
        raise ValueError(f"A name of more than {_HEADER_LIMIT} bytes cannot be stored in HDF5.")
    pieces = 1
    while any(part.nbytes > _HEADER_LIMIT for part in np.array_split(data, pieces)):
        pieces += 1
    if pieces == 1:
        group.attrs[key] = data
        return
    for i, part in enumerate(np.array_split(data, pieces)):
        group.attrs[f"{key}{i}"] = part


def read_names(group: h5py.Group, key: str) -> list[str]:
    """Return a list of names, joined from its pieces; empty when there is none."""
    found = attribute(group, key)
    if found is None:
        found, i = [], 0
        while (piece := attribute(group, f"{key}{i}")) is not None:
            found += _texts(piece, key)
            i += 1
    return [text(n) for n in _texts(found, key)]


def _texts(value: Any, key: str) -> list[Any]:
    if not isinstance(value, (list, np.ndarray)) or np.ndim(value) != 1:
        raise LoadError(f"The attribute '{key}' is no list of names.")
    return list(value)


def read_text(group: h5py.Group, key: str) -> str:
    """Return a text attribute; empty when there is none.

    Raises:
        LoadError: for one that is no text.
    """
    found = attribute(group, key)
    return "" if found is None else text(found)


def text(value: Any) -> str:
    """Return a string attribute, stored as bytes or as text."""
    if isinstance(value, (bytes, np.bytes_)):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def member(group: h5py.Group, path: str, kind: type) -> Any:
    """Return a group or data set inside a file, refusing links that lead out of it.

    Raises:
        LoadError: when it is missing, of another kind, or reached by a link.
    """
    here: Any = group
    for part in path.split("/"):
        here = child(here, part) if isinstance(here, h5py.Group) else None
        if here is None:
            raise LoadError(f"'{path}' is missing in the file.")
    if not isinstance(here, kind):
        raise LoadError(f"'{path}' is not a {kind.__name__.lower()} in the file.")
    return here


def read_array(group: h5py.Group, path: str, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """Return the numbers of a data set, whose shape is known beforehand where it is given.

    Raises:
        LoadError: for another shape, data kept outside the file, no numbers, or more
            of them than the file can hold.
    """
    return checked_numbers(member(group, path, h5py.Dataset), path, shape)[()]


def checked_numbers(
    data: h5py.Dataset, path: str, shape: tuple[int, ...] | None = None
) -> h5py.Dataset:
    """Return a data set once it is sure that reading it is harmless.

    Raises:
        LoadError: as ``read_array``.
    """
    if shape is not None and data.shape != shape:
        raise LoadError(f"'{path}' has the shape {data.shape}, the model needs {shape}.")
    check_storage(data, path)
    return data


def open_file(path: Any) -> h5py.File:
    """Open an HDF5 file for reading; LoadError for what is none."""
    try:
        file = h5py.File(path, "r")
        count_file(file.id.get_filesize())
        return file
    except FileNotFoundError:
        raise
    except OSError as error:
        if "truncated" in str(error):
            raise LoadError(
                f"{path} is cut off: its end is missing. Download or copy it again."
            ) from None
        raise LoadError(f"{path} is no HDF5 file, or it is damaged: {error}") from None
