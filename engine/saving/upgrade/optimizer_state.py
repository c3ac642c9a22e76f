"""The state of optimizers as each generation kept it, in the order ours is kept in.

Keras before 2.11 wrote all first slots, then all second ones; later versions
write the slots of one variable side by side, and Keras 3 has the learning rate
among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.saving.common.report import note
from engine.tensor import Variable

Arrays = Sequence[np.ndarray]


def take_over(optimizer: Any, arrays: Arrays | None) -> None:
    """Give a built optimizer its state; one that does not fit is left out, with a note.

    Args:
        optimizer: Whose variables are set, all or none.
        arrays: An array for each of them, or None when the file's could not be told apart.
    """
    variables = optimizer.variables
    if arrays is None or [a.shape for a in arrays] != [v.shape for v in variables]:
        note("lost", "", "The optimizer's state does not fit it here; training goes on without it.")
        return
    for variable, array in zip(variables, arrays, strict=True):
        variable.set_value(array)


def arranged(optimizer: Any, arrays: Arrays, names: Sequence[str], older: bool) -> Arrays | None:
    """Return arrays for ``optimizer.variables``, or None when they do not fit.

    Args:
        optimizer: Built for the model's trainable weights.
        arrays: The state in the file, in its order.
        names: What the file calls the arrays.
        older: Whether it was written by an optimizer of before Keras 2.11.
    """
    own = optimizer.variables
    fixed = [v for v in own if slot_place(v, optimizer) is None]
    rest = [v for v in own if slot_place(v, optimizer) is not None]
    if not arrays or arrays[0].size != 1:
        return None
    step = int(np.asarray(arrays[0]).reshape(()))
    values = {id(v): _fixed(v, optimizer, step) for v in fixed}
    scalars = [i for i, name in enumerate(names) if i and "momentum_cache" in name]
    if scalars:  # Nadam's product so far
        values |= {id(v): arrays[scalars[0]] for v in fixed if v.name == "u_product"}
    found = [array for i, array in enumerate(arrays) if i and i not in scalars]
    if not found:  # it was never used before the model was saved
        return [values.get(id(v), v.value) for v in own]
    places = _stored_places(optimizer, len(found), older)
    if places is None:
        return None
    by_place = dict(zip(places, found, strict=True))
    for variable in rest:
        place = slot_place(variable, optimizer)
        array = by_place.get(place) if place is not None else None
        if array is None or array.shape != variable.shape:
            return None
        values[id(variable)] = array
    return [values[id(v)] for v in own]


def _fixed(variable: Variable, optimizer: Any, step: int) -> np.ndarray:
    """The value of a variable that belongs to no weight."""
    if variable.name == "iteration":
        return np.array(step, variable.dtype)
    if variable.name == "u_product":
        t = np.arange(1, step + 1)
        return np.array(np.prod(optimizer.beta_1 * (1 - 0.5 * 0.96**t)), variable.dtype)
    return variable.value


def slot_place(variable: Variable, optimizer: Any) -> tuple[str, int] | None:
    """The slot's name and the number of the weight that it belongs to."""
    best: tuple[int, tuple[str, int]] | None = None
    for i, trained in enumerate(optimizer._trained):
        owner = trained.path.replace("/", "_") + "_"
        if variable.name.startswith(owner) and (best is None or len(owner) > best[0]):
            best = (len(owner), (variable.name[len(owner) :], i))
    return best[1] if best else None


def slot_names(optimizer: Any) -> list[str]:
    """Names of the slots in the order they are made, those of averages first."""
    names: list[str] = []
    for variable in optimizer.variables:
        place = slot_place(variable, optimizer)
        if place is not None and place[0] not in names:
            names.append(place[0])
    return names


def _stored_places(optimizer: Any, count: int, older: bool) -> list[tuple[str, int]] | None:
    """Slot and weight of each array in the file."""
    weights = range(len(optimizer._trained))
    slots = slot_names(optimizer)
    if not slots and count == len(weights):  # SGD kept its momentum even when it used none
        slots = ["unused"]
    if count != len(slots) * len(weights):
        return None
    if older and not re.match("Ftrl", type(optimizer).__name__):
        return [(slot, i) for slot in slots for i in weights]
    if not older:  # the order the optimizer makes its own in
        own = [p for v in optimizer.variables if (p := slot_place(v, optimizer)) is not None]
        return own or [("unused", i) for i in weights]
    return [(slot, i) for i in weights for slot in slots]
