"""The ``.keras`` archive: a zip of configuration, metadata and weights."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.saving.common.errors import LoadError, reading
from engine.saving.common.generation import PRESENT, Generation, generation_of
from engine.saving.common.json_text import parse_json
from engine.saving.common.limits import MAX_TEXT
from engine.saving.common.report import current
from engine.saving.description.model import (
    VERSIONS,
    compile_config,
    model_config,
    model_from_config,
)
from engine.saving.downgrade import archive_training, downgraded_archive
from engine.saving.downgrade.differences import tell_differences
from engine.saving.files.members import Members, open_members
from engine.saving.hdf5.access import read_array
from engine.saving.hdf5.checks import child, count_file
from engine.saving.hdf5.library import h5py
from engine.saving.upgrade.training import is_older, upgraded_training
from engine.saving.weights.own_state import load_assets, write_assets
from engine.saving.weights.reading import read_weights
from engine.saving.weights.tree import layer_places, write_weights

_WEIGHTS = "model.weights.h5"
_MAX_ASSETS = 256 * 1024 * 1024
_MARGIN = 16 * 1024 * 1024


def write_archive(path: str, model: Any, generation: int = 3) -> None:
    """Write a model with its state of training, for Keras 3 or for Keras 2.15."""
    stamp = datetime.now().strftime("%Y-%m-%d@%H:%M:%S")
    config = tell_differences(model_config(model)) if generation == 3 else _older_config(model)
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        write_weights(file, model, generation)
    with zipfile.ZipFile(path, "w") as archive:
        metadata = {"keras_version": VERSIONS[generation], "date_saved": stamp}
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr(_WEIGHTS, buffer.getvalue())
        write_assets(archive, layer_places(model))


def _older_config(model: Any) -> dict[str, Any]:
    config = downgraded_archive(model_config(model, with_compile=False))
    if model.compiled:
        config["compile_config"] = archive_training(compile_config(model))
    return config


def read_archive(path: Path, compile: bool = True) -> Any:  # noqa: A002 (Keras's name)
    """Make the model an archive holds; only its known members are read, and with limits."""
    with open_members(path) as members:
        report = current()
        report.generation = _generation(members)
        config = parse_json(members.read("config.json", MAX_TEXT))
        older = False
        if isinstance(config, dict):
            older = _prepare_training(config, report.generation, compile)
        model = model_from_config(config)
        _fill(members, model, older)
    return model


def read_archive_weights(path: Path, model: Any, skip_mismatch: bool = False) -> None:
    """Read only the weights of an archive, into a model that is there already."""
    with open_members(path) as members:
        current().generation = _generation(members)
        _fill(members, model, skip_mismatch=skip_mismatch)


def _fill(members: Members, model: Any, older: bool = False, skip_mismatch: bool = False) -> None:
    """Give a model the weights, the state of training and the vocabularies."""
    if _WEIGHTS not in members.names() and "model.weights.npz" in members.names():
        raise LoadError(
            "The archive keeps its weights as pickled Python objects (model.weights.npz), which "
            "can run code and are not read. Save the model again with Keras 2.13 or newer."
        )
    needed = 4 * sum(w.size * 4 for w in model.weights) + _MARGIN
    data = members.read(_WEIGHTS, needed)
    count_file(len(data))
    assets = _assets(members, model)
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            read_weights(file, model, older, skip_mismatch)
            _read_assets(assets, file, model)
    except OSError as error:
        raise LoadError(f"The archive's weights are damaged: {error}") from None


def _assets(members: Members, model: Any) -> list[tuple[Any, str, dict[str, bytes]]]:
    """The layers that have files of their own in the archive: layer, place, files by name."""
    found = []
    for layer, place in layer_places(model):
        if hasattr(layer, "read_assets") or hasattr(layer, "load_assets"):
            inside = f"assets/{place}"
            names = [n for n in members.names() if n.startswith(inside) and not n.endswith("/")]
            files, left = {}, _MAX_ASSETS
            for name in names:
                data = files[name.removeprefix(inside)] = members.read(name, left)
                left -= len(data)
            found.append((layer, place, files))
    return found


def _read_assets(assets: Any, file: h5py.File, model: Any) -> None:
    for layer, place, files in assets:
        if hasattr(layer, "load_assets"):
            if files:
                load_assets(layer, files)
            continue
        with reading(f"The vocabulary of '{layer.name}' cannot be read"):
            texts = {n: data.decode("utf-8") for n, data in files.items() if "/" not in n}
            layer.read_assets(texts.get, _named_arrays(file, place))


def _named_arrays(file: h5py.File, place: str) -> dict[str, Any]:
    """The layer's arrays that have names instead of numbers."""
    found: dict[str, Any] = {}
    for inner in ("vars", "_lookup_layer/vars"):
        group: Any = file
        for part in f"{place}{inner}".split("/"):
            group = child(group, part) if isinstance(group, h5py.Group) else None
        if isinstance(group, h5py.Group) and child(group, "idf_weights") is not None:
            found["idf_weights"] = read_array(group, "idf_weights")
    return found


def _generation(members: Members) -> Generation:
    """Who wrote the archive; without a word about it, the present Keras."""
    if "metadata.json" not in members.names():
        return PRESENT
    metadata = parse_json(members.read("metadata.json", MAX_TEXT))
    version = metadata.get("keras_version") if isinstance(metadata, dict) else None
    return generation_of(version) if version else PRESENT


def _prepare_training(config: dict[str, Any], generation: Generation, compile: bool) -> bool:  # noqa: A002
    """Bring the settings of training into the present form; say whether they are of old."""
    settings = config.pop("compile_config", None)
    if not compile or not isinstance(settings, dict):
        return False
    config["compile_config"] = upgraded_training(settings, generation)
    optimizer = settings.get("optimizer")
    return isinstance(optimizer, dict) and is_older(optimizer, generation)
