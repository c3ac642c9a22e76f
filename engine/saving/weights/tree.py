"""Weights in the layout of ``.weights.h5`` and ``.keras``: a tree of layers.

Every layer writes its own variables as ``vars/0``, ``vars/1``, ...; layers
inside it lie below the name of the attribute that holds them. The layers of a
model lie below ``layers``, named after their class and numbered per class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.layers.layer import Layer
from engine.layers.placeholder import Placeholder
from engine.registry import snake_case
from engine.saving.downgrade.training import optimizer_arrays
from engine.saving.hdf5.library import h5py
from engine.saving.weights.own_state import own_arrays
from engine.tensor import Variable

#: Where the optimizer's state lies.
OPTIMIZER = "optimizer/vars"
#: Keras 2 keeps an attention layer's projections in attributes with an underscore.
_PROJECTION = re.compile(r"(multi_head_attention(?:_\d+)?/)((?:query|key|value|output)_dense/)")


def places(model: Any) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    """Return the path and the arrays of every place in the tree, the optimizer's last."""
    for layer, place in layer_places(model):
        yield f"{place}vars", own_arrays(layer)
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        yield OPTIMIZER, numbered([variable.value for variable in optimizer.variables])


def layer_places(model: Any) -> Iterator[tuple[Any, str]]:
    """Return every layer with its place in the tree, which ends with a slash."""
    return _walk(model, "", set())


def _walk(layer: Any, path: str, seen: set[int]) -> Iterator[tuple[Any, str]]:
    if id(layer) in seen:
        return
    seen.add(id(layer))
    yield layer, path
    for name, inner in own_children(layer):
        places = _numbered(name, inner) if isinstance(inner, list) else [(name, inner)]
        for place, child in places:
            yield from _walk(child, f"{path}{place}/", seen)


def own_variables(layer: Any) -> list[Variable]:
    """A layer's variables without those of layers inside it, in the order of files."""
    return layer.file_variables()


def own_children(layer: Any) -> Iterator[tuple[str, Any]]:
    """The layers, and lists of layers, inside a layer, by the attribute that holds them."""
    if hasattr(layer, "layers"):
        yield "layers", list(layer.layers)
        return
    for name, value in vars(layer).items():
        if isinstance(value, Layer):
            yield name, value
        elif isinstance(value, (list, tuple)) and not name.startswith("_"):
            inner = [v for v in value if isinstance(v, Layer)]
            if inner:
                yield name, inner


def class_place(layer: Any) -> str:
    """The name of a layer's class in paths, for a placeholder that of what it stands for."""
    called = layer.class_name if isinstance(layer, Placeholder) else type(layer).__name__
    return snake_case(called)


def _numbered(name: str, layers: Any) -> Iterator[tuple[str, Layer]]:
    """Layers in a list, named after their class and numbered per class."""
    counts: Counter[str] = Counter()
    for inner in layers:
        base = class_place(inner)
        number = counts[base]
        counts[base] += 1
        yield f"{name}/{base}" + (f"_{number}" if number else ""), inner


def write_weights(file: h5py.File, model: Any, generation: int = 3) -> None:
    """Write all weights, and the optimizer's state when there is one.

    Args:
        file: An empty file.
        model: The model.
        generation: 3 for Keras 3, 2 for Keras 2.15.
    """
    for path, arrays in places(model):
        if generation == 3:
            _write_arrays(file, path, arrays)
        elif path == OPTIMIZER:
            older = numbered([array for _, array in optimizer_arrays(model.optimizer)])
            _write_arrays(file, path, older)
        else:
            _write_arrays(file, _PROJECTION.sub(r"\1_\2", path), arrays)
    if generation == 2:
        file.require_group("vars")  # which is looked for, also of a model without any


def numbered(arrays: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays by their numbers, which are their names in a file."""
    return {str(i): array for i, array in enumerate(arrays)}


def _write_arrays(file: h5py.File, path: str, arrays: dict[str, np.ndarray]) -> None:
    """Write arrays under their names; no group for none."""
    if arrays:
        group = file.require_group(path)
        for name, array in arrays.items():
            group[name] = array
