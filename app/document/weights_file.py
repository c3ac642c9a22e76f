"""Trained weights as HDF5, a member of the project file.

::

    /layers/0        group, attribute "name": the layer's name
    /layers/0/0      its first weight, /layers/0/1 the second, ...
    /optimizer/0     dataset, attribute "name": the optimizer's first variable, ...

Names are attributes because a layer's name may hold what a path may not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.saving.hdf5.checks import attribute, check_storage, child
from engine.saving.hdf5.library import h5py

Weights = dict[str, list[np.ndarray]]
State = dict[str, np.ndarray]


def write(weights: Weights, optimizer: State | None) -> bytes:
    """Return the content of the file."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        layers = file.create_group("layers")
        for index, (name, arrays) in enumerate(weights.items()):
            group = layers.create_group(str(index))
            group.attrs["name"] = name
            for number, array in enumerate(arrays):
                group.create_dataset(str(number), data=np.asarray(array))
        if optimizer is not None:
            group = file.create_group("optimizer")
            for index, (name, array) in enumerate(optimizer.items()):
                group.create_dataset(str(index), data=np.asarray(array)).attrs["name"] = name
    return buffer.getvalue()


def read(content: bytes) -> tuple[Weights, State | None]:
    """Return layer name -> arrays, and the optimizer's state if there is one.

    Raises:
        ValueError, OSError, KeyError, RuntimeError: for content that is not such a file.
            Links to other files, compressed and oversized datasets are refused.
    """
    with h5py.File(io.BytesIO(content), "r") as file:
        room = _Room(len(content))
        weights = {}
        for group in _numbered(_group(file, "layers")):
            if not isinstance(group, h5py.Group):
                raise ValueError("a layer's weights are not a group")
            weights[_name(group)] = [room.array(item) for item in _numbered(group)]
        if child(file, "optimizer") is None:
            return weights, None
        state = {_name(item): room.array(item) for item in _numbered(_group(file, "optimizer"))}
        return weights, state


class _Room:
    """Bytes that may still be read: all datasets together are no larger than the file."""

    def __init__(self, size: int) -> None:
        self.left = size

    def array(self, item: Any) -> np.ndarray:
        if not isinstance(item, h5py.Dataset):
            raise ValueError("a weight is not a dataset")
        check_storage(item, item.name)
        self.left -= int(item.size or 0) * item.dtype.itemsize
        if self.left < 0:
            raise ValueError("the weights are larger than the file")
        return np.asarray(item[()])


def _numbered(group: h5py.Group) -> Iterator[Any]:
    """The members "0", "1", ... of a group."""
    for index in range(len(group)):
        yield _member(group, str(index))


def _group(file: h5py.File, name: str) -> h5py.Group:
    found = _member(file, name)
    if not isinstance(found, h5py.Group):
        raise ValueError(f"{name} is not a group")
    return found


def _member(group: h5py.Group, name: str) -> Any:
    found = child(group, name)
    if found is None:
        raise ValueError(f"{name} is missing among the weights")
    return found


def _name(item: Any) -> str:
    name = attribute(item, "name")
    if not isinstance(name, str):
        raise ValueError("a name is not a text")
    return name
