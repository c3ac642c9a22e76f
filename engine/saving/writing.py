"""Writing models and weights; every file is whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.models.functional import Functional
from engine.models.sequential import Sequential
from engine.saving.common.atomic import write_atomically
from engine.saving.files import archive, legacy_writing
from engine.saving.hdf5.library import h5py
from engine.saving.weights import tree

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
    *,
    generation: int = 3,
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
        generation: 3 writes for Keras 3. 2 writes HDF5 that TensorFlow 2.4 to 2.15 opens, or
            an archive for TensorFlow 2.15 and tf_keras; older ones keep weights in other places.

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
        if generation == 2:
            _require_layers(model, "saved for Keras 3")
        write_atomically(path, lambda beside: archive.write_archive(beside, model, generation))
    elif ending in (".h5", ".hdf5"):
        _require_layers(model, "saved to a file ending in .keras")
        _write_hdf5(
            path,
            lambda file: legacy_writing.write_model(file, model, include_optimizer, generation),
        )
    else:
        raise ValueError(f"A model is saved to a file ending in .keras or .h5, got '{path.name}'.")


def save_weights(model: Any, filepath: Any, overwrite: bool = True, *, generation: int = 3) -> None:
    """Write the weights alone: ``.weights.h5`` (Keras 3's tree) or ``.h5`` (the older layout).

    A name without an ending, as TensorFlow's own format has it, gets the first one. For
    ``generation`` see ``save_model``.
    """
    path = _free_path(_with_ending(filepath), overwrite)
    if path.name.endswith(".weights.h5"):
        _write_hdf5(path, lambda file: tree.write_weights(file, model, generation))
    elif path.suffix in (".h5", ".hdf5"):
        _write_hdf5(path, lambda file: legacy_writing.write_layers(file, model, generation))
    else:
        raise ValueError(f"Weights are saved to a file ending in .weights.h5, got '{path.name}'.")


def _require_layers(model: Any, advice: str) -> None:
    if not isinstance(model, (Functional, Sequential)):
        raise ValueError(
            f"A model of a class of your own ({type(model).__name__}) is {advice}, or its weights "
            "alone with save_weights(); the older format keeps only layers and their connections."
        )


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
