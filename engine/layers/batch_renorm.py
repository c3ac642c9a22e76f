"""Batch renormalisation: what it adds to BatchNormalization.

Ioffe 2017, "Batch Renormalization: Towards Reducing Minibatch Dependence in
Batch-Normalized Models". While training, every channel is brought to the mean
and deviation remembered over the batches, not to those of this batch alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Float, Kind, Optional
from engine.param import Configurable, param
from engine.random import draw_seed

_KEYS = ("rmax", "rmin", "dmax")


class Clipping(Kind):
    """Bounds of the corrections: a dict of some of "rmax", "rmin" and "dmax"."""

    def validate(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not set(value) <= set(_KEYS):
            raise ValueError
        number = Optional(Float())
        bounds = {key: number.validate(bound) for key, bound in value.items()}
        low, high, far = bounds.get("rmin"), bounds.get("rmax"), bounds.get("dmax")
        if low is not None and high is not None and low > high:
            raise ValueError("rmin must not be above rmax.")
        if far is not None and far < 0:
            raise ValueError("dmax must not be below 0.")
        return bounds

    def describe(self) -> str:
        return "a dict of some of 'rmax', 'rmin' and 'dmax' with a number or None for each"

    def bad_values(self) -> list[Any]:
        return ["x", {"max": 1.0}, {"rmin": 2.0, "rmax": 1.0}, {"dmax": -1.0}]


class Renorm(Configurable):
    """The arguments, and the weights and formulas that follow from them."""

    moving_mean: Any
    moving_variance: Any
    moving_mean_initializer: Any
    moving_variance_initializer: Any
    momentum: float
    epsilon: float
    add_weight: Any
    renorm = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        hidden=True,
        doc="Whether to train with the remembered statistics too (batch renormalisation).",
    )
    renorm_clipping = param(
        Optional(Clipping()),
        None,
        last=True,
        advanced=True,
        hidden=True,
        doc="Bounds of batch renormalisation's corrections: rmax, rmin, dmax.",
    )
    renorm_momentum = param(
        Float(0.0, 1.0),
        0.99,
        last=True,
        advanced=True,
        hidden=True,
        doc="How slowly the statistics of batch renormalisation follow the batches.",
    )

    def check_params(self) -> None:
        super().check_params()
        if self.renorm and self.renorm_clipping is None:
            self.renorm_clipping = {}

    def add_renorm_weights(self, size: tuple[int, ...]) -> None:
        """Declare the remembered deviation, and the statistics the corrections start from."""

        def deviation() -> Any:
            made = self.moving_variance_initializer
            make = made.bound(draw_seed()) if hasattr(made, "bound") else made
            return lambda shape, dtype=None: np.sqrt(np.asarray(make(shape, dtype)))

        def frozen(initializer: Any, name: str) -> Any:
            return self.add_weight(size, initializer, trainable=False, name=name)

        self.moving_stddev = frozen(deviation(), "moving_stddev")
        self.renorm_mean = frozen(self.moving_mean_initializer, "renorm_mean")
        self.renorm_stddev = frozen(deviation(), "renorm_stddev")

    def corrections(self, mean: Any, variance: Any) -> tuple[Any, Any]:
        """Return the factor r and the offset d that lead from the batch's statistics to them."""
        bounds = self.renorm_clipping
        low, high, far = bounds.get("rmin"), bounds.get("rmax"), bounds.get("dmax")
        known = ops.maximum(self.renorm_stddev, self.epsilon**0.5)
        r = ops.sqrt(variance + self.epsilon) / known
        d = (mean - self.renorm_mean) / known
        if low is not None:
            r = ops.maximum(r, low)
        if high is not None:
            r = ops.minimum(r, high)
        if far is not None:
            d = ops.clip(d, -far, far)
        return ops.stop_gradient(r), ops.stop_gradient(d)

    def remember(self, mean: Any, variance: Any) -> None:
        """Let all remembered statistics follow a batch's."""
        stddev = ops.sqrt(variance + self.epsilon)
        follow(self.renorm_mean, mean, self.renorm_momentum)
        follow(self.renorm_stddev, stddev, self.renorm_momentum)
        follow(self.moving_mean, mean, self.momentum)
        follow(self.moving_stddev, stddev, self.momentum)
        self.moving_variance.assign(
            ops.relu(ops.square(self.moving_stddev) - self.epsilon)
        )


def follow(remembered: Any, value: Any, keep: float) -> None:
    """Bring a remembered number nearer to a value: keep · remembered + (1 - keep) · value."""
    remembered.assign(remembered * keep + ops.stop_gradient(value) * (1 - keep))
