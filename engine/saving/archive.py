"""The ``.keras`` archive: a zip of configuration, metadata and weights."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import h5py

from engine.saving.errors import LoadError, reading
from engine.saving.generation import PRESENT, Generation, generation_of
from engine.saving.hdf5 import member, read_array
from engine.saving.model_config import KERAS_VERSION, model_config, model_from_config, parse_json
from engine.saving.report import current
from engine.saving.upgrade.training import is_older, upgraded_training
from engine.saving.weights_reading import read_weights
from engine.saving.weights_tree import layer_places, write_weights

_WEIGHTS = "model.weights.h5"
_MAX_CONFIG = 64 * 1024 * 1024
_MAX_ASSET = 256 * 1024 * 1024
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
            report = current()
            report.generation = _generation(archive)
            config = parse_json(_member(archive, "config.json", _MAX_CONFIG))
            older = False
            if isinstance(config, dict):
                older = _prepare_training(config, report.generation, compile)
            model = model_from_config(config)
            needed = 4 * sum(w.size * 4 for w in model.weights) + _MARGIN
            data = _member(archive, _WEIGHTS, needed)
            assets = _assets(archive, model)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise LoadError(f"{path} is no .keras archive, or it is damaged: {error}") from None
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            read_weights(file, model, older)
            _read_assets(assets, file, model)
    except OSError as error:
        raise LoadError(f"The weights in {path} are damaged: {error}") from None
    return model


def _assets(archive: zipfile.ZipFile, model: Any) -> list[tuple[Any, str, dict[str, str]]]:
    """The layers that have files of their own in the archive: layer, place, texts by name."""
    found = []
    for layer, place in layer_places(model):
        if not hasattr(layer, "read_assets"):
            continue
        inside = f"assets/{place}"
        names = [n for n in archive.namelist() if n.startswith(inside)]
        texts = {
            n.removeprefix(inside): _member(archive, n, _MAX_ASSET).decode("utf-8")
            for n in names
            if "/" not in n.removeprefix(inside)
        }
        found.append((layer, place, texts))
    return found


def _read_assets(assets: Any, file: h5py.File, model: Any) -> None:
    for layer, place, texts in assets:
        with reading(f"The vocabulary of '{layer.name}' cannot be read"):
            layer.read_assets(texts.get, _named_arrays(file, place))


def _named_arrays(file: h5py.File, place: str) -> dict[str, Any]:
    """The layer's arrays that have names instead of numbers."""
    found: dict[str, Any] = {}
    for inner in ("vars", "_lookup_layer/vars"):
        group = file.get(f"{place}{inner}")
        if isinstance(group, h5py.Group) and "idf_weights" in group:
            dataset = member(group, "idf_weights", h5py.Dataset)
            found["idf_weights"] = read_array(group, "idf_weights", dataset.shape)
    return found


def _generation(archive: zipfile.ZipFile) -> Generation:
    """Who wrote the archive; without a word about it, the present Keras."""
    if "metadata.json" not in archive.namelist():
        return PRESENT
    metadata = parse_json(_member(archive, "metadata.json", _MAX_CONFIG))
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
