"""What a layer of a user's keeps in files by methods of its own, as Keras calls them.

``save_own_variables(store)`` puts arrays under names, ``load_own_variables(store)`` takes
them back; ``save_assets(folder)`` and ``load_assets(folder)`` do so with files of an archive.
They are called of a class that the program knows already: a file brings no code.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from engine.layers.weight_holder import WeightHolder
from engine.saving.common.errors import LoadError


def keeps_own_variables(layer: Any) -> bool:
    """Whether a layer's class says by itself which arrays it keeps."""
    own = WeightHolder.save_own_variables
    return getattr(type(layer), "save_own_variables", own) is not own


def own_arrays(layer: Any) -> dict[str, np.ndarray]:
    """The arrays that a layer keeps, by the names it gives them."""
    store: dict[str, Any] = {}
    layer.save_own_variables(store)
    return {
        name: np.asarray(value.numpy() if hasattr(value, "numpy") else value)
        for name, value in store.items()
    }


class OwnVariables:
    """Stands where a variable does, and hands a layer all its arrays at once."""

    def __init__(self, layer: Any) -> None:
        self.layer = layer

    def set_value(self, store: Any) -> None:
        """Give the layer its arrays by their names."""
        self.layer.load_own_variables(store)


def write_assets(archive: zipfile.ZipFile, places: Iterable[tuple[Any, str]]) -> None:
    """Put the files that layers write into an archive, each below the layer's place."""
    for layer, place in places:
        if hasattr(layer, "save_assets"):
            with tempfile.TemporaryDirectory() as folder:
                layer.save_assets(folder)
                for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
                    inside = path.relative_to(folder).as_posix()
                    archive.write(path, f"assets/{place}{inside}")


def load_assets(layer: Any, files: dict[str, bytes]) -> None:
    """Give a layer its files, by their names inside its folder.

    Raises:
        LoadError: for a name that leads out of the folder.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder, name)
            if not path.resolve().is_relative_to(Path(folder).resolve()):
                raise LoadError(f"The file '{name}' of '{layer.name}' leads out of the archive.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        layer.load_assets(folder)
