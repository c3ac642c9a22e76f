"""The learning rates that callbacks read and set: one, or one for each inner optimizer."""

from __future__ import annotations

from typing import Any


def rated(optimizer: Any) -> dict[str, Any]:
    """Return the optimizers that have a learning rate, by the name their rate is logged under."""
    inner = getattr(optimizer, "optimizers", None)
    if inner is None:
        return {"learning_rate": optimizer}
    return {f"learning_rate_{one.name}": one for one in inner}


def logged_rates(optimizer: Any) -> dict[str, float]:
    """Return the present learning rates as they are logged."""
    return {name: float(one.learning_rate) for name, one in rated(optimizer).items()}


def named(optimizer: Any, one: Any) -> str:
    """Return what a message puts before "learning rate": nothing, or an inner one's name."""
    return "" if one is optimizer else f"{one.name} "
