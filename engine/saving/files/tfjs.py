"""TensorFlow.js layers models: ``model.json`` beside files of plain numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.saving.common.errors import LoadError
from engine.saving.common.generation import generation_of
from engine.saving.common.json_text import parse_json
from engine.saving.common.report import reporting
from engine.saving.description.model import compile_from_config, model_from_config
from engine.saving.files.beside import beside
from engine.saving.upgrade.training import upgraded_training

_DTYPES = {"float32": "<f4", "int32": "<i4", "bool": "u1", "uint8": "u1", "float16": "<f2"}


def read_model(path: Path) -> Any:
    """Make the model that ``model.json`` describes, with the weights beside it.

    Raises:
        LoadError: for a graph model (compiled TensorFlow), missing or short files.
    """
    value = parse_json(path.read_bytes())
    topology = value["modelTopology"]
    if not isinstance(topology, dict) or "node" in topology:
        raise LoadError(
            f"{path} is a TensorFlow.js graph model, compiled for running only. Convert the "
            "Keras model it was made from instead."
        )
    config = topology.get("model_config", topology)
    with reporting() as report:
        report.generation = generation_of(
            topology.get("keras_version", "2.0"), topology.get("backend")
        )
        model = model_from_config(config)
        if value.get("weightsManifest"):
            fill(model, _arrays(path.parent, value["weightsManifest"]))
        settings = topology.get("training_config") or value.get("trainingConfig")
        if isinstance(settings, dict):
            compile_from_config(model, upgraded_training(settings, report.generation))
    return model


def read_weights(path: Path, model: Any) -> None:
    """Read the weights beside a ``model.json`` into a model."""
    fill(model, _arrays(path.parent, parse_json(path.read_bytes()).get("weightsManifest")))


def fill(model: Any, arrays: list[tuple[str, np.ndarray]]) -> None:
    """Give a model's layers their arrays, which are known by their layers' names.

    Files made from HDF5 have them layer by layer, those of TensorFlow.js the ones that train
    before all others; where names do not tell, it is the order of the layers.
    """
    layers = list(_innermost(model))
    groups: dict[str, list[tuple[str, np.ndarray]]] = {layer.name: [] for layer in layers}
    for name, array in arrays:
        groups.setdefault(name.split("/")[0], []).append((name, array))
    if [len(layer.weights) for layer in layers] == [len(group) for group in groups.values()]:
        arrays = [found for group in groups.values() for found in group]
    weights = [
        weight
        for layer in layers
        for weight in layer.trainable_weights + layer.non_trainable_weights
    ]
    if len(weights) != len(arrays):
        raise LoadError(
            f"The model '{model.name}' has {len(weights)} weights, the files beside the "
            f"description hold {len(arrays)}."
        )
    for weight, (name, array) in zip(weights, arrays, strict=True):
        if weight.shape != array.shape:
            raise LoadError(
                f"'{name}' has the shape {array.shape}, '{weight.path}' needs {weight.shape}."
            )
    for weight, (_, array) in zip(weights, arrays, strict=True):
        weight.set_value(array)


def _innermost(model: Any) -> Iterator[Any]:
    """The layers of a model and of the models inside it."""
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _innermost(layer)
        else:
            yield layer


def _arrays(folder: Path, manifest: Any) -> list[tuple[str, np.ndarray]]:
    result = []
    used: set[Any] = set()
    for group in manifest or ():
        for name in group["paths"]:
            if not isinstance(name, str) or name in used:
                raise LoadError(f"The weights' file {str(name)[:80]!r} is named twice.")
            used.add(name)
        data = b"".join(beside(folder, name).read_bytes() for name in group["paths"])
        start = 0
        for entry in group["weights"]:
            array, start = _array(entry, data, start)
            result.append((entry["name"], array))
    return result


def _array(entry: dict[str, Any], data: bytes, start: int) -> tuple[np.ndarray, int]:
    shape = [int(size) for size in entry["shape"]]
    packed = entry.get("quantization")
    name = packed["dtype"] if packed else entry["dtype"]
    if name not in _DTYPES:
        raise LoadError(f"'{entry['name']}' holds {name}, not numbers.")
    dtype = np.dtype(_DTYPES[name])
    count = math.prod(shape)
    end = start + count * dtype.itemsize
    if min(shape, default=0) < 0 or end > len(data):
        raise LoadError(
            f"'{entry['name']}' of the shape {shape} needs more bytes than the files hold "
            f"({len(data)}). Download or copy them again."
        )
    array = np.frombuffer(data, dtype, count, start).reshape(shape)
    if packed and "scale" in packed:
        array = array.astype("float32") * np.float32(packed["scale"]) + np.float32(packed["min"])
    return array.astype("float32") if array.dtype.kind == "f" else array, end
