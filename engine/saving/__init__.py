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
from engine.saving.yaml_config import model_from_yaml, to_yaml

#: What ``save_format`` may be, and the ending that stands for the same.
_FORMATS = {"keras": ".keras", "h5": ".h5", "hdf5": ".h5"}


def save_model(
    model: Any,
    filepath: Any,
    overwrite: bool = True,
    include_optimizer: bool = True,
    save_format: str | None = None,
    signatures: None = None,
    options: None = None,
    save_traces: bool = True,
) -> None:
    """Write a model to ``.keras`` (an archive) or ``.h5`` (one HDF5 file).

    Args:
        model: The model.
        filepath: Where to.
        overwrite: Whether to replace a file that is there.
        include_optimizer: Whether to keep the state of training.
        save_format: "h5" or "keras" for a path with another ending, as Keras 2 had it.
        signatures, options, save_traces: What Keras 2 told TensorFlow's own format; they
            change nothing in these files.

    Raises:
        ValueError: for another ending or format, or a subclassed model in HDF5.
        FileExistsError: when the file exists and ``overwrite`` is False.
        OSError: when it cannot be written; an older file is left as it was.
    """
    path = _free_path(filepath, overwrite)
    if save_format not in (None, *_FORMATS):
        raise ValueError(
            f"save_format must be 'keras' or 'h5', got {save_format!r}; TensorFlow's own format "
            "of folders is not written."
        )
    ending = path.suffix if save_format is None else _FORMATS[save_format]
    if ending == ".keras":
        write_atomically(path, lambda temporary: archive.write_archive(temporary, model))
    elif ending in (".h5", ".hdf5"):
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
    """Write the weights alone: ``.weights.h5`` (Keras 3's tree) or ``.h5`` (the older layout).

    A name without an ending, as TensorFlow's own format has it, gets the first one.
    """
    path = _free_path(_with_ending(filepath), overwrite)
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


def load_weights(
    model: Any, filepath: Any, skip_mismatch: bool = False, by_name: bool = False
) -> None:
    """Read weights into a model, from any HDF5 file this module writes.

    Args:
        model: The model, built.
        filepath: The file, with the ending it was saved under or without one.
        skip_mismatch: Whether to leave out layers whose weights have other shapes.
        by_name: Whether layers get the weights of the layer of their name; the others
            stay as they are. Only the older layout (``.h5``) knows names.

    Raises:
        FileNotFoundError: when there is no such file.
        LoadError: naming what does not fit; the model is unchanged then.
        ValueError: for ``by_name`` with a file without names.
    """
    path = Path(filepath).expanduser()
    if not path.is_file():
        path = _with_ending(path)
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}.")
    with reading(f"{path} is damaged", OSError, RuntimeError), open_file(path) as file:
        older: Any = None
        if "model_weights" in file:
            older = member(file, "model_weights", h5py.Group)
        elif "layer_names" in file.attrs or "layer_names0" in file.attrs:
            older = file
        if older is not None and by_name:
            legacy_h5.read_layers_by_name(older, model, skip_mismatch)
        elif older is not None:
            legacy_h5.read_layers(older, model, skip_mismatch)
        elif by_name:
            raise LoadError(
                f"{path.name} numbers its layers; save the weights to a file ending in .h5 (not "
                ".weights.h5) to load them by name."
            )
        else:
            read_weights(file, model, skip_mismatch=skip_mismatch)


def _with_ending(filepath: Any) -> Path:
    """The path, with the ending of files of weights where it has none."""
    path = Path(filepath).expanduser()
    return path if path.suffix else path.with_name(f"{path.name}.weights.h5")


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
    "model_from_yaml",
    "python_code",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "to_json",
    "to_yaml",
    "write_atomically",
]
