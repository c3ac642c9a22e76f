"""Weights out of a tree of layers, as any generation since 2.12 wrote it, into a model.

Layers' groups are named after their classes and numbered; the numbering and the
names of some places differ between generations, so places are matched by class
and order.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.layers.placeholder import Placeholder
from engine.saving.common.errors import LoadError
from engine.saving.common.report import note
from engine.saving.hdf5.access import checked_numbers
from engine.saving.hdf5.library import h5py
from engine.saving.hdf5.tree import Tree, by_class, holds_numbers
from engine.saving.weights.own_state import OwnVariables, keeps_own_variables, own_arrays
from engine.saving.weights.quantized import is_quantized, kernel
from engine.saving.weights.tree import class_place, own_children, own_variables
from engine.tensor import Variable

#: Where a model keeps its layers; Keras 2.12 to 2.14 used the second.
_CONTAINERS = ("layers", "_layer_checkpoint_dependencies")

#: A variable, and what reads its numbers; or a layer's own variables, and what reads them all.
Match = tuple[Variable | OwnVariables, Callable[[], Any]]
Found = list[Match]


def find_weights(tree: Tree, model: Any, skip_mismatch: bool = False) -> Found:
    """Return each of the model's variables with what reads its numbers, shapes compared.

    Args:
        tree: The tree of layers.
        model: Whose variables are meant.
        skip_mismatch: Whether layers that do not fit are left out, with a warning.

    Raises:
        LoadError: naming what is missing, too much, or of another shape.
    """
    found: Found = []
    _match(tree, model, "", found, set(), skip_mismatch)
    return found


def read_found(found: Found) -> None:
    """Give the variables their numbers."""
    for variable, read in found:
        variable.set_value(read())


def read_vars(tree: Tree, path: str) -> list[np.ndarray]:
    """The arrays below ``path/vars``, in order; empty when there are none."""
    place: Any = tree
    for part in (*path.split("/"), "vars"):
        place = place.get(part, {}) if isinstance(place, dict) else {}
    return [checked_numbers(data, f"{path}/vars/{i}")[()] for i, data in enumerate(_ordered(place))]


def _ordered(place: Tree) -> list[h5py.Dataset]:
    if not isinstance(place, dict):
        return []
    numbers = sorted((name for name in place if name.isdigit()), key=int)
    return [place[name] for name in numbers if not isinstance(place[name], dict)]


def _match(tree: Tree, layer: Any, path: str, found: Found, seen: set[int], skip: bool) -> None:
    if id(layer) in seen:
        return
    seen.add(id(layer))
    try:
        found += _own(tree, layer, path)
    except LoadError as error:
        if not skip:
            raise
        _refuse(str(error), skip)
    for name, children in own_children(layer):
        if isinstance(children, list):
            _match_list(_container(tree, name), children, f"{path}{name}/", found, seen, skip)
        else:
            inner: Tree = tree[name] if name in tree else tree.get(f"_{name}", {})
            _match(inner, children, f"{path}{name}/", found, seen, skip)


def _adopt(groups: dict[str, list[Tree]], layers: list[Any]) -> None:
    """Give placeholders the arrays of layers of their class, in order."""
    for layer in layers:
        places = groups.get(class_place(layer), []) if isinstance(layer, Placeholder) else []
        if places and not layer.weights:
            datasets = _ordered(places.pop(0).get("vars", {}))
            layer.adopt([checked_numbers(data, layer.name)[()] for data in datasets])


def _own(tree: Tree, layer: Any, path: str) -> Found:
    """The variables that a layer holds itself, without those of the layers inside it."""
    if keeps_own_variables(layer):
        return [(OwnVariables(layer), _named(tree.get("vars", {}), path))]
    variables = own_variables(layer)
    stored = _ordered(tree.get("vars", {}))
    where = path.rstrip("/") or "the model"
    if is_quantized(layer, stored, variables):
        return _quantized(layer, variables, stored, path)
    if len(stored) != len(variables):
        raise LoadError(
            f"{where} has {len(variables)} weights of its own, the file holds {len(stored)} for it."
        )
    return [
        _found(variable, data, f"{path}vars/{i}")
        for i, (variable, data) in enumerate(zip(variables, stored, strict=True))
    ]


def _named(place: Tree, path: str) -> Callable[[], dict[str, np.ndarray]]:
    """What reads the arrays of a layer that gives them names of its own."""
    stored = {
        name: checked_numbers(data, f"{path}vars/{name}")
        for name, data in place.items()
        if not isinstance(data, dict)
    }
    return lambda: {name: data[()] for name, data in stored.items()}


def _found(variable: Variable, data: h5py.Dataset, path: str) -> Match:
    checked = checked_numbers(data, path, variable.shape)
    return variable, lambda: checked[()]


def _quantized(layer: Any, variables: list[Variable], stored: list[Any], path: str) -> Found:
    """The variables of a layer whose kernel is kept in 8 bits."""
    (own, *others), (data, *arrays, divisors) = variables, stored
    whole = checked_numbers(data, f"{path}vars/0", own.shape)
    scales = checked_numbers(divisors, f"{path}vars/{len(variables)}")
    numbers = kernel(layer, whole[()], scales[()])
    note(
        "changed",
        layer.name,
        "Its weights of 8 bits became float32. Keras rounds what goes into such a layer too, so "
        "it predicts slightly other numbers.",
    )
    rest = [
        _found(variable, array, f"{path}vars/{i}")
        for i, (variable, array) in enumerate(zip(others, arrays, strict=True), 1)
    ]
    return [(own, lambda: numbers), *rest]


def _container(tree: Tree, name: str) -> Tree:
    if name != "layers":
        return tree.get(name, {})
    return next((tree[n] for n in _CONTAINERS if isinstance(tree.get(n), dict)), {})


def _match_list(
    tree: Tree, layers: list[Any], path: str, found: Found, seen: set[int], skip: bool
) -> None:
    """Match a list of layers: those with weights, class by class, in order."""
    groups = by_class(tree)
    _adopt(groups, layers)
    wanted: dict[str, list[Any]] = {}
    for layer in layers:
        if id(layer) not in seen and _has_state(layer) and not isinstance(layer, Placeholder):
            wanted.setdefault(class_place(layer), []).append(layer)
    for base, own in wanted.items():
        stored = groups.pop(base, [])
        if len(stored) != len(own):
            names = ", ".join(f"'{layer.name}'" for layer in own)
            _refuse(
                f"The model has {len(own)} layers of the kind {base} with weights ({names}), the "
                f"file holds {len(stored)} below '{path}'.",
                skip,
            )
        for layer, inner in zip(own, stored, strict=False):  # those that both have, if skipping
            _match(inner, layer, f"{path}{layer.name}/", found, seen, skip)
    extra = [base for base, places in groups.items() if any(map(holds_numbers, places))]
    known = {class_place(layer) for layer in layers}
    if extra and not set(extra) <= known:
        _refuse(f"The file holds weights for '{extra[0]}', which the model does not have.", skip)


def _has_state(layer: Any) -> bool:
    """Whether a layer, or one inside it, has something in the file."""
    return bool(layer.weights) or (keeps_own_variables(layer) and bool(own_arrays(layer)))


def _refuse(reason: str, skip: bool) -> None:
    """End the reading, or warn where what does not fit may be left out."""
    if not skip:
        raise LoadError(reason)
    warnings.warn(f"Weights are left out: {reason}", stacklevel=2)
