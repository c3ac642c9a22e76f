"""The ``.keras`` archive: a zip of configuration, metadata and weights."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import h5py

from engine.saving.errors import LoadError
from engine.saving.model_config import KERAS_VERSION, model_config, model_from_config, parse_json
from engine.saving.weights_tree import read_weights, write_weights

_WEIGHTS = "model.weights.h5"
_MAX_CONFIG = 64 * 1024 * 1024
_MARGIN = 16 * 1024 * 1024


def write_archive(path: str, model: Any) -> None:
    """Write a model with its state of training."""
    stamp = datetime.now().strftime("%Y-%m-%d@%H:%M:%S")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        write_weights(file, model)
    with zipfile.ZipFile(path, "w") as archive:
        metadata = {"keras_version": KERAS_VERSION, "date_saved": stamp}
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(model_config(model)))
        archive.writestr(_WEIGHTS, buffer.getvalue())


def read_archive(path: Any, compile: bool = True) -> Any:  # noqa: A002 (Keras's name)
    """Make the model an archive holds; only its known members are read, and with limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            config = parse_json(_member(archive, "config.json", _MAX_CONFIG))
            if not compile and isinstance(config, dict):
                config.pop("compile_config", None)
            model = model_from_config(config)
            needed = 4 * sum(w.size * 4 for w in model.weights) + _MARGIN
            data = _member(archive, _WEIGHTS, needed)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise LoadError(f"{path} is no .keras archive, or it is damaged: {error}") from None
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            read_weights(file, model)
    except OSError as error:
        raise LoadError(f"The weights in {path} are damaged: {error}") from None
    return model


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    if archive.namelist().count(name) != 1:
        raise LoadError(f"The archive must hold exactly one '{name}'.")
    size = archive.getinfo(name).file_size
    if size > limit:
        raise LoadError(f"'{name}' is {size} bytes long; at most {limit} are read.")
    with archive.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise LoadError(f"'{name}' is longer than it says.")
    return data
