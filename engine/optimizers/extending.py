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
    kept = optimizer._kept
    for variable in optimizer._variables:
        kept.setdefault(variable.path, []).append(variable)
    first = (optimizer._iteration, optimizer._rate)
    optimizer._variables = [v for v in optimizer._variables if any(v is f for f in first)]
    optimizer.built = False
    optimizer.build(variables)
    kept.clear()
