"""Arguments that several optimizers have."""

from __future__ import annotations

from typing import Any

from engine.kinds import Float
from engine.param import param


def mean_decay(default: float) -> Any:
    """``beta_1``: how slowly the mean of the gradients is forgotten."""
    return param(
        Float(low=0, high=1, open_high=True), default, advanced=True,
        doc="How slowly the mean of the gradients is forgotten.",
    )


def square_decay(default: float) -> Any:
    """``beta_2``: how slowly the mean of the squared gradients is forgotten."""
    return param(
        Float(low=0, high=1, open_high=True), default, advanced=True,
        doc="How slowly the mean of the squared gradients is forgotten.",
    )


def small_number(default: float = 1e-7) -> Any:
    """``epsilon``: keeps divisions finite."""
    return param(
        Float(low=0), default, advanced=True, doc="Small number that keeps divisions finite."
    )


def first_accumulator() -> Any:
    """``initial_accumulator_value``: where the sums of squares start."""
    return param(
        Float(low=0), 0.1, advanced=True, doc="Where the sums of squared gradients start."
    )
