"""Arrays out of npz files and pickles, without running anything that stands in them."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from typing import IO, Any

import numpy as np

from engine.datasets.files import damaged

_MOST_BYTES = 1 << 30
#: Makes an empty array when NumPy's pickles are read; takes a class, a shape and a type.
_RECONSTRUCT = np.empty(0).__reduce__()[0]  # type: ignore[index]
_ALLOWED = {
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
    ("numpy.core.multiarray", "_reconstruct"): _RECONSTRUCT,
    ("numpy._core.multiarray", "_reconstruct"): _RECONSTRUCT,
}


class ArrayUnpickler(pickle.Unpickler):
    """Reads numbers, texts, lists, dicts and NumPy arrays of them, and refuses all else."""

    def find_class(self, module: str, name: str) -> Any:
        found = _ALLOWED.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which is not data")
        return found


def unpickled(file: IO[bytes], **options: Any) -> Any:
    """Return what a pickle of plain data holds; UnpicklingError for anything else."""
    try:
        return ArrayUnpickler(file, **options).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # a damaged pickle may raise anything
        raise pickle.UnpicklingError(str(error) or type(error).__name__) from None


def read_npz(path: os.PathLike[str] | str, *names: str) -> list[np.ndarray]:
    """Return arrays of an npz file.

    Ragged lists of whole numbers, which such files can hold only as a pickle,
    come as object arrays of lists.

    Raises:
        ValueError: naming the file, when an array is missing, or it holds anything else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return [_member(archive, f"{name}.npy") for name in names]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        raise damaged(path, error) from None


def _member(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError(f"{name} is larger than {_MOST_BYTES} bytes")
    file = io.BytesIO(archive.read(name))
    version = np.lib.format.read_magic(file)
    read_header = (
        np.lib.format.read_array_header_1_0
        if version == (1, 0)
        else np.lib.format.read_array_header_2_0
    )
    if not read_header(file)[2].hasobject:
        file.seek(0)
        return np.lib.format.read_array(file, allow_pickle=False)
    return _ragged(unpickled(file), name)


def _ragged(value: Any, name: str) -> np.ndarray:
    fits = isinstance(value, np.ndarray) and value.dtype == object and value.ndim == 1
    if not fits or not all(
        isinstance(row, list) and all(type(number) is int for number in row) for row in value
    ):
        raise ValueError(f"{name} holds something else than lists of whole numbers")
    return value
