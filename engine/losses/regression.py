"""Losses for numbers."""

from __future__ import annotations

import math
from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Float, Text
from engine.losses.labels import check_same_shape
from engine.losses.loss import Loss
from engine.losses.reduction import as_float, match_ranks
from engine.param import param
from engine.tensor import Tensor


def paired(name: str, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Return targets and predictions as floats of one shape; ValueError names both shapes."""
    y_pred = as_float(y_pred)
    y_true, y_pred = match_ranks(as_float(y_true, y_pred.dtype), y_pred)
    check_same_shape(name, y_true, y_pred)
    return y_true, y_pred


def _error(name: str, y_true: Any, y_pred: Any) -> Tensor:
    return ops.subtract(*paired(name, y_true, y_pred))


def mean_squared_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of (y_true - y_pred)^2 over the last axis."""
    return ops.mean(ops.square(_error("mean_squared_error", y_true, y_pred)), axis=-1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of |y_true - y_pred| over the last axis."""
    return ops.mean(ops.absolute(_error("mean_absolute_error", y_true, y_pred)), axis=-1)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return 100 times the mean of |y_true - y_pred| / |y_true| over the last axis."""
    y_true, y_pred = paired("mean_absolute_percentage_error", y_true, y_pred)
    size = ops.maximum(ops.absolute(y_true), epsilon())
    parts = ops.absolute(ops.divide(ops.subtract(y_true, y_pred), size))
    return ops.multiply(ops.mean(parts, axis=-1), 100.0)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of (ln(y_true + 1) - ln(y_pred + 1))^2; numbers below 0 count as 0."""
    pair = paired("mean_squared_logarithmic_error", y_true, y_pred)
    logs = [ops.log(ops.add(ops.maximum(y, epsilon()), 1.0)) for y in pair]
    return ops.mean(ops.square(ops.subtract(*logs)), axis=-1)


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Tensor:
    """Return the mean of e^2 / 2 for errors up to ``delta``, of delta (|e| - delta / 2) beyond."""
    size = ops.absolute(_error("huber", y_true, y_pred))
    inner = ops.minimum(size, delta)
    beyond = ops.multiply(ops.subtract(size, inner), delta)
    return ops.mean(ops.add(ops.multiply(ops.square(inner), 0.5), beyond), axis=-1)


def log_cosh(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of ln(cosh(y_pred - y_true)) over the last axis."""
    error = ops.negative(_error("log_cosh", y_true, y_pred))
    rest = ops.subtract(ops.softplus(ops.multiply(error, -2.0)), math.log(2))
    return ops.mean(ops.add(error, rest), axis=-1)


def poisson(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of y_pred - y_true ln(y_pred) over the last axis."""
    y_true, y_pred = paired("poisson", y_true, y_pred)
    logs = ops.log(ops.add(y_pred, epsilon()))
    return ops.mean(ops.subtract(y_pred, ops.multiply(y_true, logs)), axis=-1)


def loss_name(name: str) -> Any:
    """The ``name`` argument of a built-in loss."""
    return param(Text(), name, advanced=True, hidden=True, last=True,
                 doc="Name of the loss in messages.")


@registry.register("loss", aliases=("mse", "MSE"))
class MeanSquaredError(Loss):
    """For predicting numbers: the mean of the squared errors; large errors weigh most."""

    name = loss_name("mean_squared_error")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_squared_error(y_true, y_pred)


@registry.register("loss", aliases=("mae", "MAE"))
class MeanAbsoluteError(Loss):
    """For predicting numbers: the mean of the errors' sizes; outliers weigh little."""

    name = loss_name("mean_absolute_error")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_absolute_error(y_true, y_pred)


@registry.register("loss", aliases=("mape", "MAPE"))
class MeanAbsolutePercentageError(Loss):
    """For predicting numbers far from 0: the mean of the errors in percent of the target."""

    name = loss_name("mean_absolute_percentage_error")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_absolute_percentage_error(y_true, y_pred)


@registry.register("loss", aliases=("msle", "MSLE"))
class MeanSquaredLogarithmicError(Loss):
    """For predicting numbers from 0 on whose order of magnitude matters most."""

    name = loss_name("mean_squared_logarithmic_error")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_squared_logarithmic_error(y_true, y_pred)


@registry.register("loss", aliases=("huber_loss",))
class Huber(Loss):
    """For predicting numbers with outliers: squares small errors, takes the size of large ones."""

    delta = param(
        Float(low=0, open_low=True), 1.0,
        doc="Errors above this size count by their size instead of their square.",
    )
    name = loss_name("huber_loss")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return huber(y_true, y_pred, self.delta)

    def get_config(self) -> dict[str, Any]:
        # Keras leaves delta out and forgets it; it accepts it where it matters.
        config = super().get_config()
        if self.delta == 1:
            del config["delta"]
        return config


@registry.register("loss", aliases=("logcosh",))
class LogCosh(Loss):
    """For predicting numbers with outliers: like Huber, and smooth everywhere."""

    name = loss_name("log_cosh")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return log_cosh(y_true, y_pred)


@registry.register("loss")
class Poisson(Loss):
    """For predicting counts, such as calls in an hour; predictions must be above 0."""

    name = loss_name("poisson")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return poisson(y_true, y_pred)
