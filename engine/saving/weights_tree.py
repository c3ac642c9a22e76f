"""Weights in the layout of ``.weights.h5`` and ``.keras``: a tree of layers.

Every layer writes its own variables as ``vars/0``, ``vars/1``, ...; layers
inside it lie below the name of the attribute that holds them. The layers of a
model lie below ``layers``, named after their class and numbered per class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import h5py

from engine.layers.layer import Layer
from engine.registry import snake_case
from engine.saving.errors import LoadError
from engine.saving.hdf5 import member, read_array
from engine.tensor import Variable


def places(model: Any) -> Iterator[tuple[str, list[Variable]]]:
    """Return the path and the variables of every place in the tree, the optimizer's last."""
    seen: set[int] = set()
    yield from _layer_places(model, "", seen)
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        yield "optimizer/vars", optimizer.variables


def _layer_places(layer: Any, path: str, seen: set[int]) -> Iterator[tuple[str, list[Variable]]]:
    for inner, place in _walk(layer, path, seen):
        own = inner._own_variables
        ordered = [v for v in own if v.trainable] + [v for v in own if not v.trainable]
        yield f"{place}vars", ordered


def layer_places(model: Any) -> Iterator[tuple[Any, str]]:
    """Return every layer with its place in the tree, which ends with a slash."""
    return _walk(model, "", set())


def _walk(layer: Any, path: str, seen: set[int]) -> Iterator[tuple[Any, str]]:
    if id(layer) in seen:
        return
    seen.add(id(layer))
    yield layer, path
    for name, inner in _children(layer):
        yield from _walk(inner, f"{path}{name}/", seen)


def _children(layer: Any) -> Iterator[tuple[str, Layer]]:
    if hasattr(layer, "layers"):
        yield from _numbered("layers", layer.layers)
        return
    for name, value in vars(layer).items():
        if isinstance(value, Layer):
            yield name, value
        elif isinstance(value, (list, tuple)) and not name.startswith("_"):
            yield from _numbered(name, [v for v in value if isinstance(v, Layer)])


def _numbered(name: str, layers: Any) -> Iterator[tuple[str, Layer]]:
    """Layers in a list, named after their class and numbered per class."""
    counts: Counter[str] = Counter()
    for inner in layers:
        base = snake_case(type(inner).__name__)
        number = counts[base]
        counts[base] += 1
        yield f"{name}/{base}" + (f"_{number}" if number else ""), inner


def write_weights(file: h5py.File, model: Any) -> None:
    """Write all weights, and the optimizer's state when there is one."""
    for path, variables in places(model):
        if variables:
            group = file.require_group(path)
            for i, variable in enumerate(variables):
                group[str(i)] = variable.value


def read_weights(file: h5py.File, model: Any) -> None:
    """Read all weights; the optimizer's state too where the file has one that fits.

    Raises:
        LoadError: naming what is missing or of another shape. Nothing is changed then.
    """
    found: list[tuple[Variable, Any]] = []
    for path, variables in places(model):
        if path == "optimizer/vars":
            continue
        for i, variable in enumerate(variables):
            found.append((variable, read_array(file, f"{path}/{i}", variable.shape)))
    for variable, array in found:
        variable.set_value(array)
    _read_optimizer(file, model)


def _read_optimizer(file: h5py.File, model: Any) -> None:
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None or "optimizer" not in file:
        return
    group = member(file, "optimizer/vars", h5py.Group)
    if not optimizer.built:
        optimizer.build(model.trainable_weights)
    variables = optimizer.variables
    if len(group) != len(variables):
        return  # the state of another optimizer
    arrays = [read_array(group, str(i), v.shape) for i, v in enumerate(variables)]
    for variable, array in zip(variables, arrays, strict=True):
        variable.set_value(array)


def check_layers(file: h5py.File, model: Any) -> None:
    """Refuse a file with more weighted layers than the model has."""
    wanted = {path.rsplit("/vars", 1)[0] for path, variables in places(model) if variables}
    if "layers" not in file:
        raise LoadError("The file holds no layers' weights.")
    for name in member(file, "layers", h5py.Group):
        inner = member(file, f"layers/{name}", h5py.Group)
        weighted = "vars" in inner and len(inner["vars"]) > 0
        if weighted and f"layers/{name}" not in wanted:
            raise LoadError(f"The file holds weights for '{name}', which the model does not have.")
