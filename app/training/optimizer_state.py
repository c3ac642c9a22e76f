"""The optimizer's state by name, so that a later training goes on where this one ended."""

from __future__ import annotations

from typing import Any

import numpy as np


def take(model: Any) -> dict[str, np.ndarray]:
    """Return the optimizer's variables, name -> array, in a fixed order."""
    variables = getattr(model.optimizer, "variables", [])
    return {f"{i}/{v.name}": np.array(v.numpy()) for i, v in enumerate(variables)}


def give(model: Any, state: dict[str, np.ndarray]) -> bool:
    """Put a state back if it belongs to such an optimizer and such a model; return whether."""
    optimizer = model.optimizer
    optimizer.build(model.trainable_variables)
    variables = {f"{i}/{v.name}": v for i, v in enumerate(optimizer.variables)}
    fits = variables.keys() == state.keys() and all(
        tuple(variable.shape) == np.shape(state[name]) for name, variable in variables.items()
    )
    if fits:
        for name, variable in variables.items():
            if "learning_rate" not in name:  # the settings' new rate counts
                variable.assign(state[name])
    return fits
