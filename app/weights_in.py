"""Weights of a file for the layers of a drawing.

Runs kernels: the window calls it on the worker.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.document.build import build
from app.document.graph import Graph
from app.i18n import engine_text
from app.training import recipe
from app.training.recipe import Weights
from engine import saving
from engine.layers.placeholder import Placeholder
from engine.saving.common.errors import LoadError
from engine.saving.common.report import LoadReport, reporting
from engine.saving.recognition.content import recognize


@dataclass
class Found:
    """What a file has for a drawing.

    Attributes:
        arrays: Layer name -> arrays, for the layers that get some.
        kept: Names of the layers that have weights and keep theirs.
    """

    arrays: Weights
    kept: list[str] = field(default_factory=list)


def holds_only_weights(path: Path) -> bool:
    """Whether a file has weights and says nothing of the model they belong to."""
    try:
        return not recognize(path).describes_model
    except (OSError, ValueError):
        return False


def read(graph: Graph, path: Path) -> Found:
    """Read weights as Keras does, for the whole model; else those of layers by name.

    Raises:
        ValueError: when nothing in the file fits, saying what does not.
        OSError: when the file cannot be read.
    """
    model: Any = build(graph, placeholders=True).model
    layers = [x for x in model.layers if x.weights and not isinstance(x, Placeholder)]
    try:
        with reporting(LoadReport()):
            saving.load_weights(model, path)
        return Found({layer.name: layer.get_weights() for layer in layers})
    except LoadError as error:
        whole = error
    with reporting(LoadReport()):
        arrays = dict(_fitting(layers, _by_name(model, layers, path)))
    if not arrays:
        more = QCoreApplication.translate(
            "LoadWeights", "Nor has any layer the name and the shapes of one in the file."
        )
        raise LoadError(f"{engine_text(str(whole))} {more}") from whole
    return Found(arrays, [layer.name for layer in layers if layer.name not in arrays])


def _by_name(model: Any, layers: list[Any], path: Path) -> Weights:
    """A file's weights under the names of its layers; empty when it keeps no names."""
    found = recognize(path)
    if found.form == "hdf5 weights":
        return _named_arrays(model, layers, path)
    if not found.describes_model or found.form in ("json", "yaml"):
        return {}
    return recipe.weights_of(saving.open_model(path, compile=False, placeholders=True).model)


def _named_arrays(model: Any, layers: list[Any], path: Path) -> Weights:
    """Weights of a file that names layers without describing them.

    Layers are first given what no file would: what is still there was not in it.
    """
    empty = {layer.name: [np.full_like(a, _mark(a)) for a in layer.get_weights()]
             for layer in layers}  # fmt: skip
    for layer in layers:
        layer.set_weights(empty[layer.name])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is left out is told as a whole
        saving.load_weights(model, path, skip_mismatch=True, by_name=True)
    return {
        layer.name: layer.get_weights()
        for layer in layers
        if not any(
            np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
            for a, b in zip(layer.get_weights(), empty[layer.name], strict=True)
        )
    }


def _mark(array: np.ndarray) -> Any:
    return np.nan if array.dtype.kind == "f" else np.iinfo(array.dtype).max


def _fitting(layers: list[Any], theirs: Weights) -> Iterable[tuple[str, list[np.ndarray]]]:
    for layer in layers:
        arrays = theirs.get(layer.name)
        shapes = [tuple(weight.shape) for weight in layer.weights]
        if arrays and [tuple(a.shape) for a in arrays] == shapes:
            yield layer.name, arrays
