"""The learning rate as an argument: a number, a schedule or a function."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import registry
from engine.kinds import Either, Float, Object
from engine.param import Param
from engine.tensor import Variable


class RateParam(Param):
    """An argument whose attribute is the rate of the present step."""

    def __get__(self, optimizer: Any, owner: type) -> Any:
        return self if optimizer is None else optimizer.rate()

    def __set__(self, optimizer: Any, value: Any) -> None:
        optimizer.set_rate(value)

    def given(self, optimizer: Any) -> Any:
        """Return the number or the schedule itself, not the rate of the present step."""
        rate = optimizer._rate
        return written_rate(rate) if isinstance(rate, Variable) else rate


def rate_param(default: float) -> Any:
    """The ``learning_rate`` argument."""
    return RateParam(
        Either(Float(low=0), Object("schedule")), default,
        doc="Size of a step. Greater learns faster, too great never settles.",
    )


def written_rate(rate: Any) -> Any:
    """Return a rate as it is written to files."""
    if not isinstance(rate, Variable):
        return registry.serialize(rate)
    # 0.01 is kept as 0.0099999998 in single precision; write what was meant
    return float(np.format_float_positional(np.asarray(rate).reshape(-1)[0], unique=True))
