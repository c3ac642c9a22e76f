"""States of recurrent layers: tensors in the nesting that a cell's ``state_size`` has."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.tensor import Tensor, as_operand
from engine.tree import flatten, pack_like


def zeros(batch: int | None, size: Any, dtype: str) -> Any:
    """Return a state of zeros; an open batch stays open while shapes are inferred."""
    sizes = (size,) if isinstance(size, int) else tuple(size)
    if batch is None or None in sizes:
        return ops.broadcast_to(np.zeros((), dtype), (batch, *sizes))
    return Tensor((batch, *sizes), dtype, np.zeros((batch, *sizes), dtype))


def size_list(cell: Any) -> list[Any]:
    """Return a cell's sizes as a list.

    Raises:
        ValueError: when it has none of the form Keras asks for.
    """
    sizes = getattr(cell, "state_size", None)
    if isinstance(sizes, int):
        return [sizes]
    if isinstance(sizes, (list, tuple)):
        return list(sizes)
    raise ValueError(
        "A cell needs an attribute 'state_size': a whole number, or a list with one per state."
    )


def initial_states(cell: Any, batch: int | None, dtype: str) -> list[Any]:
    """Return a cell's states before the first step: its own, or zeros."""
    own = getattr(cell, "get_initial_state", None)
    if own is None:
        sizes = size_list(cell)
        return [
            [zeros(batch, s, dtype) for s in size]
            if isinstance(size, list)
            else zeros(batch, size, dtype)
            for size in sizes
        ]
    states = own(batch_size=batch)
    return list(states) if isinstance(states, (list, tuple)) else [states]


def given_states(cell: Any, given: Any, dtype: str) -> list[Any]:
    """Return states given by a caller, flat or nested, in the cell's nesting.

    Raises:
        ValueError: when their number is not the cell's.
    """
    leaves = [as_operand(s) for s in flatten(given)]
    sizes = size_list(cell)
    wanted = len(flatten(sizes))
    if len(leaves) != wanted:
        raise ValueError(f"it has {wanted} states, initial_state gives {len(leaves)}.")
    leaves = [s if s.dtype == dtype else ops.cast(s, dtype) for s in leaves]
    return pack_like(sizes, leaves)


def choose(keep: Any, new: Any, old: Any) -> Any:
    """Return ``new`` where ``keep`` (batch,) is true and ``old`` elsewhere, leaf by leaf."""
    chosen = [
        ops.where(ops.reshape(keep, (keep.shape[0] or -1, *[1] * (n.ndim - 1))), n, o)
        for n, o in zip(flatten(new), flatten(old), strict=True)
    ]
    return pack_like(new, chosen)


def last_shown(states: Any) -> Any:
    """Return what stands for the output before the first step: the last cell's first state."""
    first = states[0]
    return flatten(states[-1])[0] if isinstance(first, (list, tuple)) else first


def copy_to(variables: Any, states: Any) -> None:
    """Assign states to the variables that carry them over."""
    for variable, state in zip(flatten(variables), flatten(states), strict=True):
        variable.assign(state)
