"""Optimizers that take up variables which came into being after they were built.

A model that takes another way in a later step may use a layer for the first time then.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.optimizers.optimizer import Optimizer
from engine.tensor import Variable


def extend(optimizer: Optimizer, variables: Sequence[Variable]) -> None:
    """Build an optimizer anew for more variables; those it knew keep their state.

    Args:
        optimizer: A built one.
        variables: All variables to be trained from now on.
    """
    everyone = _with_inner(optimizer)
    for one in everyone:
        for variable in one._variables:
            one._kept.setdefault(variable.path, []).append(variable)
        first = (one._iteration, one._rate)
        one._variables = [v for v in one._variables if any(v is f for f in first)]
        one.built = False
    optimizer.build(variables)
    for one in everyone:
        one._kept.clear()


def _with_inner(optimizer: Optimizer) -> list[Optimizer]:
    return [optimizer, *(one for inner in optimizer.inner() for one in _with_inner(inner))]
