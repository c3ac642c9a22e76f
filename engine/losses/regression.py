"""Losses for numbers."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.kinds import Text
from engine.losses.labels import check_same_shape
from engine.losses.loss import Loss
from engine.losses.reduction import as_float, match_ranks
from engine.param import param
from engine.tensor import Tensor


def _error(name: str, y_true: Any, y_pred: Any) -> Tensor:
    y_pred = as_float(y_pred)
    y_true, y_pred = match_ranks(as_float(y_true, y_pred.dtype), y_pred)
    check_same_shape(name, y_true, y_pred)
    return ops.subtract(y_true, y_pred)


def mean_squared_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of (y_true - y_pred)^2 over the last axis."""
    return ops.mean(ops.square(_error("mean_squared_error", y_true, y_pred)), axis=-1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of |y_true - y_pred| over the last axis."""
    return ops.mean(ops.absolute(_error("mean_absolute_error", y_true, y_pred)), axis=-1)


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
