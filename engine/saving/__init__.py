"""Files: architectures, weights and whole models, read and written.

Nothing in a file is run or imported by name: classes come from the registry.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import h5py

from engine.custom_objects import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from engine.models.functional import Functional
from engine.models.sequential import Sequential
from engine.saving import archive, legacy_h5, weights_tree
from engine.saving.atomic import write_atomically
from engine.saving.errors import LoadError, reading
from engine.saving.hdf5 import member, open_file
from engine.saving.model_config import model_from_config, model_from_json, to_json
from engine.saving.python_code import python_code
from engine.saving.report import reporting
from engine.saving.weights_reading import read_weights


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True
) -> None:
    """Write a model to ``.keras`` (an archive) or ``.h5`` (one HDF5 file).

    Raises:
        ValueError: for another ending, or a subclassed model in HDF5.
        FileExistsError: when the file exists and ``overwrite`` is False.
        OSError: when it cannot be written; an older file is left as it was.
    """
    path = _free_path(filepath, overwrite)
    if path.suffix == ".keras":
        write_atomically(path, lambda temporary: archive.write_archive(temporary, model))
    elif path.suffix in (".h5", ".hdf5"):
        if not isinstance(model, (Functional, Sequential)):
            raise ValueError(
                f"A model of a class of your own ({type(model).__name__}) is saved to a file "
                "ending in .keras, or its weights alone with save_weights(); the older format "
                "keeps only layers and their connections."
            )
        _write_hdf5(path, lambda file: legacy_h5.write_model(file, model, include_optimizer))
    else:
        raise ValueError(f"A model is saved to a file ending in .keras or .h5, got '{path.name}'.")


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write the weights alone: ``.weights.h5`` (Keras 3's tree) or ``.h5`` (the older layout)."""
    path = _free_path(filepath, overwrite)
    if path.name.endswith(".weights.h5"):
        _write_hdf5(path, lambda file: weights_tree.write_weights(file, model))
    elif path.suffix in (".h5", ".hdf5"):
        _write_hdf5(path, lambda file: legacy_h5.write_layers(file, model))
    else:
        raise ValueError(f"Weights are saved to a file ending in .weights.h5, got '{path.name}'.")


def load_model(filepath: Any, custom_objects: Any = None, compile: bool = True) -> Any:  # noqa: A002
    """Read a model from an archive or HDF5 file; the kind is recognised by its content.

    Args:
        filepath: The file.
        custom_objects: Name -> class or function, for layers, losses, metrics and
            activations of your own that the file names.
        compile: Whether to restore the settings and the state of training.

    Raises:
        FileNotFoundError: when there is no such file.
        LoadError: for what is no model, is damaged, or holds what does not exist here.
    """
    path = Path(filepath).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}.")
    with (
        custom_object_scope(custom_objects),
        reading(f"{path} is damaged", OSError, RuntimeError),
        reporting(),
    ):
        if zipfile.is_zipfile(path):
            return archive.read_archive(path, compile)
        with open_file(path) as file:
            return legacy_h5.read_model(file, compile)


def load_weights(model: Any, filepath: Any) -> None:
    """Read weights into a model, from any HDF5 file this module writes.

    Raises:
        FileNotFoundError: when there is no such file.
        LoadError: naming what does not fit; the model is unchanged then.
    """
    path = Path(filepath).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}.")
    with reading(f"{path} is damaged", OSError, RuntimeError), open_file(path) as file:
        if "model_weights" in file:
            legacy_h5.read_layers(member(file, "model_weights", h5py.Group), model)
        elif "layer_names" in file.attrs or "layer_names0" in file.attrs:
            legacy_h5.read_layers(file, model)
        else:
            read_weights(file, model)


def _write_hdf5(path: Path, write: Any) -> None:
    def fill(temporary: str) -> None:
        with h5py.File(temporary, "w") as file:
            write(file)

    write_atomically(path, fill)


def _free_path(filepath: Any, overwrite: bool) -> Path:
    path = Path(filepath).expanduser()
    if not overwrite and path.exists():
        raise FileExistsError(f"{path} exists already; pass overwrite=True to replace it.")
    return path


__all__ = [
    "LoadError",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "member",
    "model_from_config",
    "model_from_json",
    "python_code",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "to_json",
    "write_atomically",
]
